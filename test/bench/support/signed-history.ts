import type { LogRecord } from '../../../shared/domain/entry.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import type { RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { RequestFacts } from '../../../shared/domain/request/request.ts';
import { deviceIdOf, invitedBytes, inviteIdOf } from '../../../shared/domain/statements/joining.ts';
import {
  NOTHING_SEEN,
  statementBytes,
  type SignedStatement,
  type Statement,
  type StatementBodies,
  type StatementType,
} from '../../../shared/domain/statements/statement.ts';
import { canonicalBytes } from '../../../shared/lib/canonical-json.ts';
import { hexOf } from '../../../shared/lib/hex-of.ts';
import { addMs, DAY_MS, type Instant } from '../../../shared/lib/time.ts';
import type { Ed25519Sign } from '../../../shared/log/keys.ts';
import { keyText } from '../../../shared/system/key-text.ts';
import {
  generateSigningKey,
  sha256,
  sign,
  signer,
  type SigningKey,
} from '../../../shared/system/node-crypto.ts';
import { said } from '../../fakes/said.ts';
import { historyRecords } from './history-entries.ts';

const OWNER = 'owner@example.com';
const LEAD = 'lead@example.com';
/** Whose device grants and ends. */
const RUNNER = 'runner@example.com';

/** Who signs, and by what. */
interface SigningDevice {
  readonly person: string;
  readonly deviceId: string;
  readonly sign: Ed25519Sign;
}

/** Where the history belongs, and what who signs has seen of it. */
interface History {
  readonly log: string;
  /** The number of its first entry. */
  readonly from?: number;
  readonly seen?: () => Statement['seen'];
  /** Who founded it before its first entry; undefined: it begins with that. */
  readonly owner?: SigningDevice | undefined;
}

/** An entry before it has its place: what happened, by whom, and what they signed of it. */
type Happened = Omit<LogRecord, 'v' | 'seq' | 'version'>;
interface Said<T extends StatementType> {
  readonly type: T;
  readonly at: Instant;
  readonly body: StatementBodies[T];
}

/** People with a device each, who come in as people do and sign what they do. */
class Signers {
  readonly #log: string;
  readonly #seen: () => Statement['seen'];
  readonly #devices = new Map<string, SigningDevice>();

  constructor({ log, seen = () => NOTHING_SEEN, owner }: History) {
    this.#log = log;
    this.#seen = seen;
    if (owner) this.#devices.set(owner.person, owner);
  }

  has = (person: string): boolean => this.#devices.has(person);

  device(person: string): SigningDevice {
    const device = this.#devices.get(person);
    if (!device) throw new Error(`${person} has not joined`);
    return device;
  }

  say<T extends StatementType>(person: string, { type, at, body }: Said<T>): SignedStatement {
    const { deviceId: device, sign: by } = this.device(person);
    const statement = { v: 1, log: this.#log, type, by: person, device, at, seen: this.#seen(), body };
    return {
      statement,
      signature: keyText(by(statementBytes(sha256, statement as Statement))),
    } as SignedStatement;
  }

  *found(at: Instant): Generator<Happened> {
    const { deviceId, keys } = this.#newDevice(OWNER, generateSigningKey());
    const hash = '0'.repeat(64);
    const files = { people: hash, catalog: hash, policy: hash };
    const created = { name: 'Bench', logKey: 'key', recoveryKey: keys.signingKey, runner: null };
    const documents = { files, providerDigests: {}, owners: [OWNER] };
    const body = { ...created, documents, device: keys };
    const by = { at, actor: OWNER, signed: this.say(OWNER, { type: 'foundOrganisation', at, body }) };
    const named = { 'people.yaml': hash, 'catalog.yaml': hash, 'policy.yaml': hash };
    const [stream, published] = [
      'organisation',
      { organisationVersion: 1, files: named, providerDigests: {} },
    ];
    yield { ...by, stream, entry: { type: 'organisationCreated', ...created, owner: OWNER } };
    yield { ...by, stream, entry: { type: 'organisationPublished', ...published } };
    const joined = { deviceId, person: OWNER, invitedBy: 'latchkey', ...keys };
    yield { ...by, stream: `device/${deviceId}`, entry: { type: 'deviceRegistered', ...joined } };
  }

  /** Invited by the owner, and in. */
  *join(person: string, at: Instant): Generator<Happened> {
    const invite = generateSigningKey();
    const inviteKey = keyText(invite.publicKey);
    const inviteId = inviteIdOf(sha256, inviteKey);
    const asked = { person, inviteKey, expiresAt: addMs(at, DAY_MS) };
    const invited = this.say(OWNER, { type: 'inviteDevice', at, body: asked });
    const [stream, created] = [`invite/${inviteId}`, { inviteId, invitedBy: OWNER, ...asked }];
    yield { stream, at, actor: OWNER, entry: { type: 'inviteCreated', ...created }, signed: invited };
    const { deviceId, keys } = this.#newDevice(person, generateSigningKey());
    const byInvite = keyText(sign(invite.seed, invitedBytes({ log: this.#log, person, ...keys })));
    const body = { ...keys, inviteKey, byInvite };
    const signed = this.say(person, { type: 'joinOrganisation', at, body });
    yield { stream, at, actor: person, entry: { type: 'inviteUsed', inviteId, person, deviceId } };
    const registered = { deviceId, person, invitedBy: OWNER, ...keys };
    const entry = { type: 'deviceRegistered', ...registered } as const;
    yield { stream: `device/${deviceId}`, at, actor: person, entry, signed };
  }

  #newDevice(person: string, { publicKey, seed }: SigningKey) {
    const signingKey = keyText(publicKey);
    const deviceId = deviceIdOf(sha256, signingKey);
    this.#devices.set(person, { person, deviceId, sign: signer(seed) });
    return { deviceId, keys: { name: 'laptop', signingKey, sealingKey: signingKey } };
  }
}

const hashed = (facts: RequestFacts): RequestFacts => ({
  ...facts,
  requestHash: hexOf(sha256(canonicalBytes(reviewedContent(sha256, facts)))),
});

/** What `historyRecords` says of a request, as those say it who did it. */
function signedBy(people: Signers, facts: RequestFacts, { entry, at }: StepOf): Omit<Happened, 'stream'> {
  const { requestId, requestHash, requester } = facts;
  const runnerId = people.device(RUNNER).deviceId;
  const reported = { requestId, fence: 1, idempotencyKey: `${requestId}-${entry.type}` };
  const byRunner = { at, actor: `runner:${runnerId}` };
  const report = (body: StatementBodies['reportGrant']) =>
    people.say(RUNNER, { type: 'reportGrant', at, body });
  switch (entry.type) {
    case 'requestSubmitted': {
      const { entitlements, durationMs, reason, ticket } = facts;
      const entitlementIds = entitlements.map(({ entitlementId }) => entitlementId);
      const body = { requestId, entitlementIds, durationMs, reason, ticket };
      const signed = people.say(requester, { type: 'submitRequest', at, body });
      return { at, actor: requester, entry: { ...entry, facts }, signed };
    }
    case 'reviewGiven': {
      const { decision } = entry.review;
      const body = { requestId, requestHash, step: 0, decision, comment: said('') };
      const signed = people.say(LEAD, { type: 'reviewRequest', at, body });
      const review = { reviewer: LEAD, deviceId: people.device(LEAD).deviceId, step: 0, at } as const;
      return {
        at,
        actor: LEAD,
        entry: { ...entry, review: { ...review, decision, comment: said('') } },
        signed,
      };
    }
    case 'requestApproved':
      return { at, actor: LEAD, entry };
    case 'grantActivating':
      return { ...byRunner, entry: { ...entry, runnerId } };
    case 'grantActivated': {
      const { grantId, startsAt, expiresAt, evidence } = entry;
      const signed = report({ ...reported, kind: 'activated', grantId, startsAt, expiresAt, evidence });
      return { ...byRunner, entry: { ...entry, runnerId }, signed };
    }
    case 'grantRevoked': {
      const { grantId, verifiedAt, evidence } = entry;
      const body = { ...reported, kind: 'revoked', grantId, verifiedAt, wasThere: false, evidence } as const;
      return { ...byRunner, entry, signed: report(body) };
    }
    default:
      return { ...byRunner, entry };
  }
}

interface StepOf {
  readonly entry: RequestEntry;
  readonly at: Instant;
}

/** The entries of `historyRecords`, as a service of now writes them: by people who were invited before they first do something. */
function* happened(requests: number, history: History): Generator<Happened> {
  const people = new Signers(history);
  let facts: RequestFacts | null = null;
  for (const { stream, at, entry } of historyRecords(requests, 0)) {
    if (entry.type === 'requestSubmitted') facts = hashed(entry.facts);
    if (!facts) throw new Error('a request begins with what was asked');
    if (!people.has(OWNER)) yield* people.found(at);
    for (const person of [RUNNER, LEAD, facts.requester])
      if (!people.has(person)) yield* people.join(person, at);
    yield { stream, ...signedBy(people, facts, { entry: entry as RequestEntry, at }) };
  }
}

/** The same with their places. */
export function* signedRecords(requests: number, history: History): Generator<LogRecord> {
  const versions = new Map<string, number>();
  let seq = history.from ?? 0;
  for (const each of happened(requests, history)) {
    const version = (versions.get(each.stream) ?? 0) + 1;
    versions.set(each.stream, version);
    yield { ...each, v: 4, seq: seq++, version };
  }
}
