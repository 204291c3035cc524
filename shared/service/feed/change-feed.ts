import type { RequestState } from '../../domain/request/request.ts';
import { coalesce } from '../../lib/coalesce.ts';
import { durationMs, SECOND_MS } from '../../lib/time.ts';
import { sameBytes } from '../../log/hashes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { LogSetBack } from '../log/log-set-back.ts';
import type { LogTip } from '../log/log-tip.ts';
import type { EntryRow, GrantRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** Entries that are read at a time. */
const PAGE = 500;
/** What woke nobody is found after this. */
const POLL_MS = durationMs(2 * SECOND_MS);
/** A database that nothing was read from for so long, although it is asked every two seconds, does not answer. */
const SILENT_AFTER_MS = durationMs(10 * SECOND_MS);

/** What was committed, by whichever service, for those who want to know. */
export interface Change {
  readonly entries: readonly EntryRow[];
  /** The requests that changed, as they are now. */
  readonly states: ReadonlyMap<string, RequestState>;
  readonly grants: readonly GrantRow[];
}

/** What a service knows of a batch that it has written. */
export type Committed = Pick<Change, 'entries' | 'states'>;

type Listener = (change: Change) => void;

interface Parts {
  readonly store: Pick<ServiceStore, 'entries' | 'states' | 'grantsOf' | 'watch'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * What is new in the log, read from the store: what this service wrote and what others wrote on the same database alike.
 *
 * 1. Listeners get every entry once, in the order of the log.
 * 2. `tip` and `size` say how far they were told: what a service knows in memory is as it was there.
 * 3. A wake-up that is lost delays, and loses nothing.
 * 4. A log that does not go on from what was told is not followed, nor is its end given to anybody, until a restart.
 */
export class ChangeFeed {
  /** All that there is when it is called is told when it resolves. Rejects when the store cannot be read. */
  readonly follow: () => Promise<void>;
  readonly #parts: Parts;
  readonly #listeners: Listener[] = [];
  #prepare: (entries: readonly EntryRow[]) => Promise<void> = () => Promise.resolve();
  readonly #end = new AbortController();
  /** When something was read last, by the monotonic clock; null where nobody else writes, and it is read only after a commit. */
  #readAt: number | null = null;
  #tip: LogTip;
  /** What this service has just committed itself: known without being read. */
  #own: Committed | null = null;
  #setBack: LogSetBack | null = null;

  constructor(parts: Parts, tip: LogTip) {
    this.#parts = parts;
    this.#tip = tip;
    this.follow = coalesce(() => this.#readOn());
  }

  /** Throws once the log was set back: nothing is decided on it, nor signed. */
  get tip(): LogTip {
    if (this.#setBack) throw this.#setBack;
    return this.#tip;
  }

  get size(): number {
    return this.#tip.range.size;
  }

  /** Tells what this service has just written, and all else that there is, as `follow` does. */
  followOwn(own: Committed): Promise<void> {
    this.#own = own;
    return this.follow();
  }

  /** The log was set back, whoever found it: that stays so. */
  giveUp(fault: LogSetBack): void {
    if (!this.#setBack) this.#parts.logger.error({ err: fault, known: this.size }, 'the log was set back');
    this.#setBack ??= fault;
  }

  /** Why what other services write is not known here, as a sentence; null when it is. */
  get problem(): string | null {
    if (this.#setBack) return this.#setBack.message;
    const isSilent =
      this.#readAt !== null && this.#parts.clock.monotonicMs() - this.#readAt > SILENT_AFTER_MS;
    return isSilent ? 'The database does not answer. The log of the service says more.' : null;
  }

  /** Reads what listeners need of entries, before they are told. Where it rejects, all of it is tried again later. */
  prepareWith(prepare: (entries: readonly EntryRow[]) => Promise<void>): void {
    this.#prepare = prepare;
  }

  /** Must not throw. */
  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Follows what other services write, until `stop`. Where there are none, whoever writes calls `follow`. */
  async run(): Promise<void> {
    const { store, clock } = this.#parts;
    const { signal } = this.#end;
    const unwatch = store.watch?.(() => void this.#tryToFollow());
    if (!unwatch) return;
    this.#readAt = clock.monotonicMs();
    try {
      while (!signal.aborted) {
        await this.#tryToFollow();
        await clock.sleep(POLL_MS, signal);
      }
    } finally {
      this.#readAt = null;
      unwatch();
    }
  }

  stop(): void {
    this.#end.abort();
  }

  async #tryToFollow(): Promise<void> {
    if (this.#end.signal.aborted || this.#setBack) return;
    await this.follow().catch((fault: unknown) => {
      if (!this.#setBack)
        this.#parts.logger.error({ err: fault }, 'what is new cannot be read; trying again');
    });
  }

  async #readOn(): Promise<void> {
    for (;;) {
      if (this.#setBack) throw this.#setBack;
      const change = (await this.#takeOwn()) ?? (await this.#read());
      if (change.entries.length === 0) return;
      for (const entries of untilPublished(change.entries)) await this.#tellOf({ ...change, entries });
    }
  }

  async #tellOf(change: Change): Promise<void> {
    await this.#prepare(change.entries);
    this.#tip = this.#tip.append(change.entries.map(({ leafHash }) => leafHash)).tip;
    for (const listener of this.#listeners) listener(change);
  }

  /** What this service wrote, where it is what comes next. */
  async #takeOwn(): Promise<Change | null> {
    const own = this.#own;
    this.#own = null;
    return own?.entries[0]?.seq === this.size ? this.#withGrants(own) : null;
  }

  async #read(): Promise<Change> {
    const { store, clock } = this.#parts;
    // From the last that is known: a log that was set back and has grown again has another one there.
    const read = await store.entries({ from: Math.max(0, this.size - 1), limit: PAGE + 1 });
    if (this.#readAt !== null) this.#readAt = clock.monotonicMs();
    const entries = this.#afterKnown(read);
    const requestIds = new Set(entries.flatMap(({ requestId }) => requestId ?? []));
    return this.#withGrants({ entries, states: await store.states([...requestIds]) });
  }

  #afterKnown(read: readonly EntryRow[]): readonly EntryRow[] {
    const { lastLeaf } = this.#tip;
    if (lastLeaf === null) return read;
    const [last, ...entries] = read;
    if (last?.seq === this.size - 1 && sameBytes(last.leafHash, lastLeaf)) return entries;
    const fault = new LogSetBack();
    this.giveUp(fault);
    throw fault;
  }

  async #withGrants(known: Committed): Promise<Change> {
    // Before it is approved a request has none.
    const begun = [...known.states.values()].filter(({ phase }) => phase.kind !== 'submitted');
    const grants = await this.#parts.store.grantsOf(begun.map(({ facts }) => facts.requestId));
    return { ...known, grants };
  }
}

/**
 * In parts that end before the first request after something was published: it is told by what is in force then. What was
 * written with a publication, as who left by it, is told with it.
 */
function untilPublished(entries: readonly EntryRow[]): EntryRow[][] {
  const parts: EntryRow[][] = [[]];
  let isPublished = false;
  for (const entry of entries) {
    if (isPublished && entry.requestId !== null) {
      parts.push([]);
      isPublished = false;
    }
    if (entry.type === 'organisationPublished') isPublished = true;
    parts.at(-1)?.push(entry);
  }
  return parts.filter(({ length }) => length > 0);
}
