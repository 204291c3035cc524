import { instant, type Instant } from '../../lib/time.ts';
import { isRequestRecord, type LogRecord, type RecordVersion } from '../entry.ts';
import {
  afterAuthority,
  afterNewer,
  inviteIn,
  keyUsedIn,
  NO_AUTHORITY,
  REVOKED,
  revokedIn,
} from './authority-so-far.ts';
import type { Asked } from './check-record.ts';
import type { SigningDevice } from './check-statement.ts';
import { afterGrantEntry, type GrantSoFar } from './grant-so-far.ts';
import {
  judgeRecord,
  type KnownToReader,
  type Placed,
  type ReadersTools,
  type Use,
  type Verdict,
} from './judge-record.ts';
import { inviteIdOf } from './joining.ts';
import type { OwnRunner } from '../organisation/organisation-entry.ts';
import { SERVICE } from './statement.ts';
import type { KnownInvite } from './judge-authority.ts';
import { afterMoment, afterNewerMoment, NO_MOMENT } from './moment-so-far.ts';
import { isBorneOut, type PlainEntry } from './plain-evidence.ts';
import { afterStep, type RequestSoFar, type StepOfLog } from './request-so-far.ts';

/** What every record says of itself, whatever is in its entry. */
interface Head {
  readonly stream: string | null;
  readonly version: number | null;
  readonly at: Instant | null;
}

/**
 * Goes over the entries of a log in their order, and says of each that may be read whether it is what its statement says. Of the
 * others, `readHidden` has to be told.
 */
export class ReadersFold {
  readonly #tools: ReadersTools;
  readonly #devices = new Map<string, SigningDevice>();
  /** Also those that were removed. */
  readonly #everDevices = new Set<string>();
  readonly #newerDevices = new Set<string>();
  readonly #uses = new Map<string, Use>();
  readonly #asked = new Map<string, Asked>();
  readonly #requests = new Map<string, RequestSoFar>();
  /** By stream and number. */
  readonly #grants = new Map<string, GrantSoFar>();
  /** The entries that may not be read here, or of which it is not known what they belong to. */
  readonly #hidden: number[] = [];
  readonly #invites = new Map<string, KnownInvite>();
  readonly #newerInvites = new Set<string>();
  #authority = NO_AUTHORITY;
  #moment = NO_MOMENT;
  readonly #known: KnownToReader & { level: RecordVersion };

  constructor(
    tools: ReadersTools,
    { log, rootAt }: { readonly log: string; readonly rootAt: (size: number) => string },
  ) {
    this.#tools = tools;
    this.#known = {
      log,
      rootAt,
      level: 2,
      founding: () => this.#authority.founding,
      documents: () => this.#authority.documents,
      recoveryKey: () => this.#authority.recoveryKey,
      logKeys: () => this.#authority.logKeys,
      invite: (inviteId) => this.#invites.get(inviteId),
      isNewerInvite: (inviteId) => this.#newerInvites.has(inviteId),
      device: (deviceId) => this.#devices.get(deviceId),
      wasDevice: (deviceId) => this.#everDevices.has(deviceId),
      isNewerDevice: (deviceId) => this.#newerDevices.has(deviceId),
      asked: (requestId) => this.#asked.get(requestId),
      grant: (requestId, grantId) => this.#grants.get(`request/${requestId} ${grantId}`),
      use: (id) => this.#uses.get(id),
      request: (requestId) => this.#requests.get(requestId),
      moment: () => this.#moment,
      isHidden: (count, after) => (this.#hidden.at(-count) ?? -1) > after,
    };
  }

  /** The latest form of the records that were read. */
  get level(): RecordVersion {
    return this.#known.level;
  }

  /** The next entry that may be read. One with a fault changes nothing of what is known. */
  read(placed: Placed): Verdict {
    const verdict = judgeRecord(this.#tools, placed, this.#known);
    if (verdict.kind === 'fault') return verdict;
    const { seq, record } = placed;
    const { at } = record;
    if (verdict.kind === 'signed' && !this.#uses.has(verdict.id)) this.#uses.set(verdict.id, { seq, at });
    if (record.v > this.#known.level) this.#known.level = record.v;
    // Whoever it says that did it, it may be anybody.
    if (verdict.kind === 'newer') this.readNewer(seq, record);
    else {
      this.#takeIn(placed);
      if (verdict.kind === 'signed') this.#authority = afterAuthority(this.#authority, record, verdict.id);
    }
    return verdict;
  }

  /** The next entry, of which no more need be read if it may stand where it does: see `plainEvidence`. False: it is to be read. */
  readPlain(plain: PlainEntry): boolean {
    if (!isBorneOut(plain, this.#known)) return false;
    this.#takeInGrant(plain.record);
    this.#step(plain.requestId, plain.record);
    return true;
  }

  /** The next entry may not be read. */
  readHidden(seq: number): void {
    this.#hidden.push(seq);
  }

  /** The next entry that may be read, and that only a newer Latchkey knows. */
  readNewer(seq: number, { stream, version, at }: Head): void {
    this.#moment = afterNewerMoment(this.#moment, at);
    const [kind, id] = stream?.split('/') ?? [];
    if (kind === 'organisation') this.#authority = afterNewer(this.#authority);
    if (stream === null) this.#hidden.push(seq);
    if (id === undefined) return;
    if (kind === 'invite') this.#newerInvites.add(id);
    if (kind === 'device' && !this.#everDevices.has(id)) this.#newerDevices.add(id);
    else if (kind === 'request') this.#step(id, { seq, version, at: at ?? NEVER, entry: null });
  }

  #takeInGrant({ stream, actor, entry }: Pick<PlainEntry['record'], 'stream' | 'actor' | 'entry'>): void {
    const key = `${stream} ${entry.grantId}`;
    const after = afterGrantEntry(this.#grants.get(key), { actor, entry });
    if (after) this.#grants.set(key, after);
  }

  #takeIn({ seq, record }: Placed): void {
    const { entry } = record;
    this.#moment = afterMoment(this.#moment, record);
    if (isRequestRecord(record)) {
      const requestId = record.stream.slice(record.stream.indexOf('/') + 1);
      if (entry.type === 'requestSubmitted') {
        const { requestHash, requester } = entry.facts;
        this.#asked.set(requestId, { requestHash, requester });
      }
      if ('grantId' in entry) this.#takeInGrant({ ...record, entry });
      this.#step(requestId, { ...record, seq });
    }
    if (entry.type === 'deviceRegistered') {
      const { deviceId, person, signingKey } = entry;
      this.#devices.set(deviceId, { deviceId, person, signingKey });
      this.#everDevices.add(deviceId);
      this.#newerDevices.delete(deviceId);
    }
    if (entry.type === 'organisationCreated' && entry.runner) this.#addRunner(entry.runner);
    if (entry.type === 'runnerSignedIn') this.#addRunner(entry);
    this.#takeInInvite(record);
    if (entry.type === 'deviceRemoved') this.#devices.delete(entry.deviceId);
  }

  /** Of a service, signed in by an owner: no member, so that it is nobody else's. */
  #addRunner({ device: deviceId, signingKey }: OwnRunner): void {
    this.#devices.set(deviceId, { deviceId, person: SERVICE, signingKey });
    this.#everDevices.add(deviceId);
  }

  #takeInInvite(record: LogRecord): void {
    const made = inviteIn(record);
    if (made && !this.#invites.has(made.inviteId)) this.#invites.set(made.inviteId, made.invite);
    const revoked = this.#invites.get(revokedIn(record) ?? '');
    if (revoked) this.#invites.set(revokedIn(record) ?? '', { ...revoked, usedBy: REVOKED });
    const key = keyUsedIn(record);
    const inviteId = key === null ? '' : inviteIdOf(this.#tools.hash, key);
    const used = this.#invites.get(inviteId);
    if (used && record.signed)
      this.#invites.set(inviteId, { ...used, usedBy: record.signed.statement.device });
  }

  #step(requestId: string, step: StepOfLog): void {
    this.#requests.set(requestId, afterStep(this.#requests.get(requestId), step));
  }
}

const NEVER = instant(0);
