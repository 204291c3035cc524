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

/** What one transaction writes: many commands' entries with everything that follows from them. */
export interface Batch {
  readonly markAt: Instant;
  readonly entries: readonly EntryRow[];
  /** Nodes of level 1 and up: those of level 0 are the entries' own hashes. */
  readonly nodes: readonly TreeNode[];
  readonly requests: readonly RequestState[];
  /** Who may see a request from now on, and could not before. */
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
  /** Earlier effects that are done now, by the last entry that they announce. */
  readonly effectsDoneTo: number;
  /** Commands older than this are forgotten; null when it is not yet time to look. */
  readonly forgetCommandsBefore: Instant | null;
}
