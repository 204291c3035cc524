import type { Entry } from '../../domain/entry.ts';
import type { SignedStatement } from '../../domain/statements/statement.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import type { TreeNode } from '../../log/tree.ts';
import type {
  AudienceRow,
  BlobRow,
  CommandRow,
  DeviceRow,
  DocumentRow,
  EffectChange,
  EntryRow,
  GrantRow,
  InviteRow,
  SealedRow,
  TimerRow,
} from './rows.ts';

/** An entry before it has its place in the log. */
export type NewEntry = Omit<EntryRow, 'seq' | 'type' | 'text' | 'said' | 'leafHash'> & {
  readonly entry: Entry;
  /** The statement of whoever did it. */
  readonly signed?: SignedStatement | undefined;
};

/** What one transaction writes: many commands' entries with everything that follows from them. */
export interface Batch {
  readonly markAt: Instant;
  readonly entries: readonly NewEntry[];
  readonly requests: readonly RequestState[];
  /** Who may see a request from now on, and could not before. */
  readonly audience: readonly AudienceRow[];
  readonly grants: readonly GrantRow[];
  /** Of every stream that changed. */
  readonly timers: readonly TimerRow[];
  readonly effects: readonly EffectChange[];
  readonly commands: readonly CommandRow[];
  readonly sealed: readonly SealedRow[];
  /** Grants that ended: their sealed credentials go. */
  readonly unsealed: readonly string[];
  readonly devices: readonly DeviceRow[];
  readonly renamedDevices: readonly Pick<DeviceRow, 'deviceId' | 'name'>[];
  /** Signed out for ever: with what lets them in, and what was sealed for them. */
  readonly removedDevices: readonly string[];
  /** Replaced by their number. Of one that is not open any more, the secret goes. */
  readonly invites: readonly InviteRow[];
  readonly documents: readonly DocumentRow[];
  /** Texts by their hashes. What is there already stays. */
  readonly blobs: readonly BlobRow[];
  /** Entries of which what was said is erased: beside their leaves, and in what is kept of their requests. */
  readonly erased: readonly number[];
  readonly meta: readonly { readonly name: string; readonly value: string }[];
}

/** A batch whose entries have their places. */
export interface PlacedBatch extends Omit<Batch, 'entries'> {
  readonly entries: readonly EntryRow[];
  /** Nodes of level 1 and up: those of level 0 are the entries' own hashes. */
  readonly nodes: readonly TreeNode[];
}
