import type { Entry } from '../../domain/entry.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import type { TreeNode } from '../../log/tree.ts';
import type {
  AudienceRow,
  CommandRow,
  DeviceRow,
  DocumentRow,
  EntryRow,
  GrantRow,
  InviteRow,
  SealedRow,
  SessionRow,
} from './rows.ts';

/** An entry before it has its place in the log. */
export type NewEntry = Omit<EntryRow, 'seq' | 'type' | 'text' | 'leafHash'> & { readonly entry: Entry };

/** What one transaction writes: many commands' entries with everything that follows from them. */
export interface Batch {
  readonly markAt: Instant;
  readonly entries: readonly NewEntry[];
  readonly requests: readonly RequestState[];
  /** Who may see the requests that are new in this batch. */
  readonly audience: readonly AudienceRow[];
  readonly grants: readonly GrantRow[];
  readonly commands: readonly CommandRow[];
  readonly sealed: readonly SealedRow[];
  /** Grants that ended: their sealed credentials go. */
  readonly unsealed: readonly string[];
  readonly devices: readonly DeviceRow[];
  readonly sessions: readonly SessionRow[];
  /** Replaced by their hash: a used invite is written again with `usedAt`. */
  readonly invites: readonly InviteRow[];
  readonly documents: readonly DocumentRow[];
  /**
   * All who are in the organisation from now on: sessions, open invites and devices of others go, with what was sealed for
   * them. Null when nothing was published.
   */
  readonly members: readonly string[] | null;
  readonly meta: readonly { readonly name: string; readonly value: string }[];
  /** Commands older than this are forgotten; null when it is not yet time to look. */
  readonly forgetCommandsBefore: Instant | null;
}

/** A batch whose entries have their places. */
export interface PlacedBatch extends Omit<Batch, 'entries'> {
  readonly entries: readonly EntryRow[];
  /** Nodes of level 1 and up: those of level 0 are the entries' own hashes. */
  readonly nodes: readonly TreeNode[];
}
