import type { RequestEntry } from '../request/request-entry.ts';
import { evolveKnown } from '../request/evolve-known.ts';
import type { RequestState } from '../request/request.ts';
import type { Instant } from '../../lib/time.ts';
import { isRequestRecord, type LogRecord } from '../entry.ts';
import type { SigningDevice } from './check-statement.ts';
import {
  judgeRecord,
  type KnownToReader,
  type Placed,
  type ReadersTools,
  type Use,
  type Verdict,
} from './judge-record.ts';

/** What every record says of itself, whatever is in its entry. */
interface Head {
  readonly stream: string | null;
  readonly version: number | null;
  readonly at: Instant | null;
}

/**
 * Goes over the entries of a log in their order, and says of each that may be read whether it is what its statement says. One
 * that may not be read is left out.
 */
export class ReadersFold {
  readonly #tools: ReadersTools;
  readonly #devices = new Map<string, SigningDevice>();
  readonly #newerDevices = new Set<string>();
  readonly #uses = new Map<string, Use>();
  readonly #hashes = new Map<string, string>();
  /** Those that wait: of the others nothing is asked. Null: something in it is not known here. */
  readonly #waiting = new Map<string, RequestState | null>();
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
      isNewerDevice: (deviceId) => this.#newerDevices.has(deviceId),
      requestHash: (requestId) => this.#hashes.get(requestId),
      use: (id) => this.#uses.get(id),
      request: (requestId) => this.#waiting.get(requestId) ?? undefined,
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
    this.#takeIn(record);
    return verdict;
  }

  /** The next entry that may be read, and that only a newer Latchkey knows. */
  readNewer({ stream }: Head): void {
    const [kind, id] = stream?.split('/') ?? [];
    if (id === undefined) return;
    if (kind === 'device' && !this.#devices.has(id)) this.#newerDevices.add(id);
    if (kind === 'request') this.#waiting.set(id, null);
  }

  #takeIn(record: LogRecord): void {
    const { entry } = record;
    if (isRequestRecord(record)) return this.#takeInRequest(record);
    if (entry.type === 'deviceRegistered') {
      const { deviceId, person, signingKey } = entry;
      this.#devices.set(deviceId, { deviceId, person, signingKey });
    }
    if (entry.type === 'deviceRemoved') this.#devices.delete(entry.deviceId);
  }

  #takeInRequest({ stream, version, at, entry }: LogRecord & { readonly entry: RequestEntry }): void {
    const requestId = stream.slice(stream.indexOf('/') + 1);
    if (entry.type === 'requestSubmitted') this.#hashes.set(requestId, entry.facts.requestHash);
    const before = this.#waiting.get(requestId);
    if (before === null) return;
    const state = evolveKnown(before, { version, at, entry });
    if (state?.phase.kind === 'submitted') this.#waiting.set(requestId, state);
    else this.#waiting.delete(requestId);
  }
}
