import type { Instant } from '../../lib/time.ts';
import type { Batch } from '../store/batch.ts';
import type { EntryRow, GrantRow } from '../store/rows.ts';

/** What a batch was decided on, and must still be so when it is written. */
export interface Expected {
  /** Entries in each stream that was read or is written to; 0 where there was none. */
  readonly streams: ReadonlyMap<string, number>;
  /** Rows of grants as they were read, since leases change without an entry. Null: there was none. */
  readonly grants: ReadonlyMap<string, GrantRow | null>;
  /** Entries of the log that what is known in memory is made of, as who is in the organisation: only requests may have moved since. */
  readonly known: number;
  /** The leaf hash of the last of these. Null: it is not compared. */
  readonly lastLeaf: Uint8Array | null;
  /** Entries in the log, where nothing at all may have been added since. Null: anything else may. */
  readonly size: number | null;
}

export type Appended =
  | {
      readonly kind: 'committed';
      readonly entries: readonly EntryRow[];
      /** The mark of the clock now: later than the batch's where another service has seen a later time. */
      readonly markAt: Instant;
    }
  /** Others wrote first; nothing of the batch is there. `moved` names the streams, grants and commands, for the log. */
  | { readonly kind: 'conflict'; readonly moved: readonly string[] };

/**
 * The one way in which the log grows. Several processes may have one each on the same database.
 *
 * 1. `append` is all or nothing, and what it answered as committed survives a power failure.
 * 2. Entries get their places in the log one batch after the other, without a gap: who sees an entry sees all before it.
 * 3. Nothing is written that was decided on what is not so any more.
 * 4. Nothing is written to a log that was set back: what this process wrote, and what is known, must be there as it was.
 * 5. A command that is remembered already is a conflict: it was carried out elsewhere.
 */
export interface LogWriter {
  /** Throws when the database cannot write; then it is not known whether it has. Throws `LogSetBack`, and then it has not. */
  append(batch: Batch, expected: Expected): Promise<Appended>;
  /**
   * Runs `work` while no other process writes, and what it appends is committed once it resolves. Where it is the turn of
   * somebody else that is waited for: who loses again and again to those who are quicker gets through so. Not there where this
   * process is the only one.
   */
  inTurn?<T>(work: (append: LogWriter['append']) => Promise<T>): Promise<T>;
}
