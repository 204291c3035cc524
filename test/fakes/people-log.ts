import type { Entry, LogRecord } from '../../shared/domain/entry.ts';
import type { RequestFacts } from '../../shared/domain/request/request.ts';
import { reviewedContent } from '../../shared/domain/request/reviewed-content.ts';
import { evidenceOf } from '../../shared/domain/statements/evidence-of.ts';
import {
  statementBytes,
  type Seen,
  type SignedStatement,
  type Statement,
  type StatementBodies,
  type StatementType,
} from '../../shared/domain/statements/statement.ts';
import { canonicalBytes } from '../../shared/lib/canonical-json.ts';
import { hexOf } from '../../shared/lib/hex-of.ts';
import { sealSaid, type LeafText } from '../../shared/lib/said.ts';
import { instant, type Instant } from '../../shared/lib/time.ts';
import { leafHash } from '../../shared/log/hashes.ts';
import { rootAt } from '../../shared/log/tree.ts';
import { generateSigningKey, sha256, sign, type SigningKey } from '../../shared/system/node-crypto.ts';
import { MemoryTree } from './memory-tree.ts';
import { said } from './said.ts';

export const ORIGIN = 'example.com/log';
export const DEV = 'dev@example.com';
export const LEAD = 'lead@example.com';
export const OWNER = 'owner@example.com';

const AT = 1_800_000_000_000;

interface PeoplesDevice {
  readonly deviceId: string;
  readonly person: string;
  readonly key: SigningKey;
}

/** What may be otherwise in a statement than who tells the truth has it. */
export type Twist = Partial<Omit<Statement, 'body'>> & { readonly key?: SigningKey };

/** Facts with the hash that they have. */
export const hashed = (facts: Omit<RequestFacts, 'requestHash'>): RequestFacts => ({
  ...facts,
  requestHash: hexOf(sha256(canonicalBytes(reviewedContent(sha256, facts)))),
});

/** Entries of people who sign what they do, and of a service that writes down whatever it is told to. */
export class PeopleLog {
  readonly records: LogRecord[] = [];
  readonly leaves: LeafText[] = [];
  readonly #tree = new MemoryTree(sha256);
  readonly #versions = new Map<string, number>();
  readonly devices = new Map<string, PeoplesDevice>();
  readonly origin: string;

  constructor(origin = ORIGIN) {
    this.origin = origin;
  }

  get size(): number {
    return this.records.length;
  }

  /** When the next entry is written. */
  get now(): Instant {
    return instant(AT + this.size * 1_000);
  }

  seen(size = this.size): Seen {
    return { size, root: this.rootAt(size) };
  }

  readonly rootAt = (size: number): string => hexOf(rootAt(sha256, size, this.#tree.getNode));

  /** Writes an entry as it is told to, whatever it is. */
  write(
    stream: string,
    entry: Entry,
    by: { readonly actor: string; readonly signed?: SignedStatement | undefined } & Partial<LogRecord>,
  ): void {
    const version = by.version ?? (this.#versions.get(stream) ?? 0) + 1;
    const record: LogRecord = { v: 3, seq: this.size, stream, version, at: this.now, entry, ...by };
    this.writeRaw(record);
  }

  /** A leaf of any form. */
  writeRaw(record: object): void {
    const leaf = sealSaid(sha256, record);
    const { stream, version } = record as Partial<LogRecord>;
    if (stream !== undefined && version !== undefined) this.#versions.set(stream, version);
    this.records.push(record as LogRecord);
    this.leaves.push(leaf);
    this.#tree.append([leafHash(sha256, Buffer.from(leaf.text))]);
  }

  /** The first entries of another, and their people. */
  writeAgain({ records, devices }: PeopleLog, size: number): void {
    for (const record of records.slice(0, size)) this.write(record.stream, record.entry, record);
    for (const [person, device] of devices) this.devices.set(person, device);
  }

  join(person: string, deviceId = `device-of-${person.split('@')[0]}`): PeoplesDevice {
    const device = { deviceId, person, key: generateSigningKey() };
    this.devices.set(person, device);
    const signingKey = Buffer.from(device.key.publicKey).toString('base64url');
    const { publicKey } = generateSigningKey();
    const sealingKey = Buffer.from(publicKey).toString('base64url');
    const entry: Entry = {
      ...{ type: 'deviceRegistered', deviceId, person, name: 'laptop', invitedBy: OWNER },
      ...{ signingKey, sealingKey },
    };
    this.write(`device/${deviceId}`, entry, { actor: person });
    return device;
  }

  leave(person: string): void {
    const { deviceId } = this.device(person);
    this.write(`device/${deviceId}`, { type: 'deviceRemoved', deviceId, person }, { actor: OWNER });
  }

  device(person: string): PeoplesDevice {
    const device = this.devices.get(person);
    if (!device) throw new Error(`${person} has not joined`);
    return device;
  }

  say<T extends StatementType>(
    by: string,
    type: T,
    body: StatementBodies[T],
    { key, ...twist }: Twist = {},
  ): SignedStatement<T> {
    const device = this.device(by);
    const statement = {
      ...{ v: 1, log: this.origin, type, by, device: device.deviceId, at: this.now, seen: this.seen(), body },
      ...twist,
    } as Statement<T>;
    const signature = sign((key ?? device.key).seed, statementBytes(sha256, statement as Statement));
    return { statement, signature: Buffer.from(signature).toString('base64url') };
  }

  /** Asks as it is done. */
  ask(facts: RequestFacts, twist: Twist = {}): void {
    const { requester, requestId, entitlements, durationMs, reason, ticket } = facts;
    const entitlementIds = entitlements.map(({ entitlementId }) => entitlementId);
    const body = { requestId, entitlementIds, durationMs, reason, ticket };
    const signed = this.say(requester, 'submitRequest', body, twist);
    const reviewers = facts.plan.kind === 'auto' ? [] : facts.plan.steps.map(() => [LEAD]);
    const entry: Entry = { type: 'requestSubmitted', facts, reviewers };
    this.write(`request/${requestId}`, entry, { actor: requester, signed });
  }

  /** What somebody who looks at this request signs when they approve it. */
  approval(by: string, facts: RequestFacts, twist: Twist = {}): SignedStatement<'reviewRequest'> {
    const { requestId, requestHash } = facts;
    const body = { requestId, requestHash, step: 0, decision: 'approve', comment: said('') } as const;
    return this.say(by, 'reviewRequest', body, twist);
  }

  /** Writes a review down, by what was signed of it. */
  review(facts: RequestFacts, signed: SignedStatement<'reviewRequest'>, requestId = facts.requestId): void {
    const { by, device, body } = signed.statement;
    const { decision, comment, step } = body;
    const review = { reviewer: by, deviceId: device, decision, comment, step, at: this.now };
    this.write(`request/${requestId}`, { type: 'reviewGiven', review }, { actor: by, signed });
  }

  /** Writes what needs no statement. */
  follows(requestId: string, entry: Entry): void {
    if (evidenceOf({ v: 3, actor: 'latchkey', entry }) === 'signed')
      throw new Error('somebody has to sign that');
    this.write(`request/${requestId}`, entry, { actor: 'latchkey' });
  }
}
