import { instant, type Instant } from '../../lib/time.ts';
import { isRequestRecord } from '../entry.ts';
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
import type { PlainEntry } from './plain-evidence.ts';
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
  /** By stream and number: of those that are not over. */
  readonly #grants = new Map<string, GrantSoFar>();
  /** The entries that may not be read here, or of which it is not known what they belong to. */
  readonly #hidden: number[] = [];
  readonly #known: KnownToReader & { isSigned: boolean };

  constructor(
    tools: ReadersTools,
    { log, rootAt }: { readonly log: string; readonly rootAt: (size: number) => string },
  ) {
    this.#tools = tools;
    this.#known = {
      log,
      rootAt,
      isSigned: false,
      device: (deviceId) => this.#devices.get(deviceId),
      wasDevice: (deviceId) => this.#everDevices.has(deviceId),
      isNewerDevice: (deviceId) => this.#newerDevices.has(deviceId),
      asked: (requestId) => this.#asked.get(requestId),
      grant: (requestId, grantId) => this.#grants.get(`request/${requestId} ${grantId}`),
      use: (id) => this.#uses.get(id),
      request: (requestId) => this.#requests.get(requestId),
      isHidden: (count, after) => (this.#hidden.at(-count) ?? -1) > after,
    };
  }

  /** Whether an entry was read that was written by a Latchkey whose people sign. */
  get isSigned(): boolean {
    return this.#known.isSigned;
  }

  /** The next entry that may be read. One with a fault changes nothing of what is known. */
  read(placed: Placed): Verdict {
    const verdict = judgeRecord(this.#tools, placed, this.#known);
    if (verdict.kind === 'fault') return verdict;
    const { seq, record } = placed;
    const { at } = record;
    if (verdict.kind === 'signed' && !this.#uses.has(verdict.id)) this.#uses.set(verdict.id, { seq, at });
    this.#known.isSigned ||= record.v === 3;
    // Whoever it says that did it, it may be anybody.
    if (verdict.kind === 'newer') this.readNewer(seq, record);
    else this.#takeIn(placed);
    return verdict;
  }

  /** The next entry was found to need no more than this: see `plainEvidence`. */
  readPlain({ stream, actor, entry }: PlainEntry['record']): void {
    const key = `${stream} ${entry.grantId}`;
    const after = afterGrantEntry(this.#grants.get(key), { actor, entry });
    if (after) this.#grants.set(key, after);
    else this.#grants.delete(key);
  }

  /** The next entry may not be read. */
  readHidden(seq: number): void {
    this.#hidden.push(seq);
  }

  /** The next entry that may be read, and that only a newer Latchkey knows. */
  readNewer(seq: number, { stream, version, at }: Head): void {
    const [kind, id] = stream?.split('/') ?? [];
    if (stream === null) this.#hidden.push(seq);
    if (id === undefined) return;
    if (kind === 'device' && !this.#everDevices.has(id)) this.#newerDevices.add(id);
    else if (kind === 'request') this.#step(id, { seq, version, at: at ?? NEVER, entry: null });
  }

  #takeIn({ seq, record }: Placed): void {
    const { entry } = record;
    if (isRequestRecord(record)) {
      const requestId = record.stream.slice(record.stream.indexOf('/') + 1);
      if (entry.type === 'requestSubmitted') {
        const { requestHash, requester } = entry.facts;
        this.#asked.set(requestId, { requestHash, requester });
      }
      if ('grantId' in entry) this.readPlain({ ...record, entry });
      this.#step(requestId, { ...record, seq });
    }
    if (entry.type === 'deviceRegistered') {
      const { deviceId, person, signingKey } = entry;
      this.#devices.set(deviceId, { deviceId, person, signingKey });
      this.#everDevices.add(deviceId);
      this.#newerDevices.delete(deviceId);
    }
    if (entry.type === 'deviceRemoved') this.#devices.delete(entry.deviceId);
  }

  #step(requestId: string, step: StepOfLog): void {
    this.#requests.set(requestId, afterStep(this.#requests.get(requestId), step));
  }
}

const NEVER = instant(0);
