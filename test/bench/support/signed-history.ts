import type { LogRecord } from '../../../shared/domain/entry.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import type { RequestFacts } from '../../../shared/domain/request/request.ts';
import {
  NOTHING_SEEN,
  statementBytes,
  type SignedStatement,
  type Statement,
} from '../../../shared/domain/statements/statement.ts';
import { canonicalBytes } from '../../../shared/lib/canonical-json.ts';
import { hexOf } from '../../../shared/lib/hex-of.ts';
import { generateSigningKey, sha256, signer } from '../../../shared/system/node-crypto.ts';
import type { Ed25519Sign } from '../../../shared/log/ed25519.ts';
import { said } from '../../fakes/said.ts';
import { historyRecords } from './history-entries.ts';

/** Where what somebody signs belongs, and what they have seen of it. */
interface Where {
  readonly log: string;
  readonly seen: () => Statement['seen'];
}

/** People with a device each, who sign what they do. */
class Signers {
  readonly #where: Where;
  readonly #devices = new Map<string, { readonly deviceId: string; readonly sign: Ed25519Sign }>();

  constructor(where: Where) {
    this.#where = where;
  }

  /** The entry by which somebody joins; null: they did before. */
  join(person: string): Pick<LogRecord, 'stream' | 'entry' | 'actor'> | null {
    if (this.#devices.has(person)) return null;
    const deviceId = `bench-device-${this.#devices.size}`;
    const { publicKey, seed } = generateSigningKey();
    this.#devices.set(person, { deviceId, sign: signer(seed) });
    const signingKey = Buffer.from(publicKey).toString('base64url');
    return {
      stream: `device/${deviceId}`,
      actor: person,
      entry: {
        ...{ type: 'deviceRegistered', deviceId, person, name: 'laptop', invitedBy: 'owner@example.com' },
        ...{ signingKey, sealingKey: signingKey },
      },
    };
  }

  deviceOf = (person: string): string => this.#devices.get(person)?.deviceId ?? '';

  say(by: string, said: Pick<Statement, 'type' | 'at' | 'body'>): SignedStatement {
    const device = this.#devices.get(by);
    if (!device) throw new Error(`${by} has not joined`);
    const { log, seen } = this.#where;
    const statement: Statement = { v: 1, log, by, device: device.deviceId, seen: seen(), ...said };
    const signature = device.sign(statementBytes(sha256, statement));
    return { statement, signature: Buffer.from(signature).toString('base64url') };
  }
}

const hashed = (facts: RequestFacts): RequestFacts => ({
  ...facts,
  requestHash: hexOf(sha256(canonicalBytes(reviewedContent(sha256, facts)))),
});

/** The entries of `historyRecords`, signed by people who join before they first do something. */
export function* signedRecords(
  requests: number,
  {
    from = 0,
    log,
    seen = () => NOTHING_SEEN,
  }: { readonly from?: number } & Pick<Where, 'log'> & Partial<Where>,
): Generator<LogRecord> {
  const people = new Signers({ log, seen });
  let seq = from;
  const next = (record: Omit<LogRecord, 'v' | 'seq'>): LogRecord => ({ ...record, v: 3, seq: seq++ });
  let facts: RequestFacts | null = null;
  for (const { stream, version, at, actor, entry } of historyRecords(requests, from)) {
    const own = { stream, version, at };
    if (entry.type === 'requestSubmitted') {
      facts = hashed(entry.facts);
      for (const person of [facts.requester, 'lead@example.com']) {
        const joined = people.join(person);
        if (joined) yield next({ ...joined, version: 1, at });
      }
      const { requestId, entitlements, durationMs, reason, ticket, requester } = facts;
      const entitlementIds = entitlements.map(({ entitlementId }) => entitlementId);
      const body = { requestId, entitlementIds, durationMs, reason, ticket };
      const signed = people.say(requester, { type: 'submitRequest', at, body });
      yield next({ ...own, actor, entry: { ...entry, facts }, signed });
    } else if (entry.type === 'reviewGiven' && facts) {
      const { requestId, requestHash } = facts;
      const { reviewer, decision } = entry.review;
      const body = { requestId, requestHash, step: 0, decision, comment: said('') };
      const signed = people.say(reviewer, { type: 'reviewRequest', at, body });
      const deviceId = people.deviceOf(reviewer);
      const review = { reviewer, deviceId, decision, comment: said(''), step: 0, at };
      yield next({ ...own, actor: reviewer, entry: { type: 'reviewGiven', review }, signed });
    } else {
      const isRunners = entry.type !== 'requestApproved';
      yield next({ ...own, actor: isRunners ? 'runner:built-in-runner' : 'lead@example.com', entry });
    }
  }
}
