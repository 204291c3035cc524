import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import type { TreeNode } from '../../log/tree.ts';
import type { DeviceRow, EffectRow, EntryRow, GrantRow, InviteRow, PublishedDocument } from './rows.ts';

/** Everything that the committer must remember between commits, as it was committed last. */
export interface LogHead {
  readonly size: number;
  /** Entries in each stream that is not a request's. */
  readonly streams: ReadonlyMap<string, number>;
  /** The latest time that was ever seen: see `lib/steady-time.ts`. */
  readonly markAt: Instant;
}

export interface RequestQuery {
  /** `mine` and `inbox` are about this member; `running` and `all` are what the member may see. */
  readonly scope: 'mine' | 'inbox' | 'running' | 'all';
  readonly memberId: string;
  /** Owners see everything. */
  readonly isOwner: boolean;
  /** The inbox is what could be answered at this time. Left out: at any. */
  readonly now?: Instant;
  readonly open: boolean;
  readonly limit: number;
  /** Only what comes behind this request. */
  readonly after?: string | undefined;
}

/** A stream with its timer. `seq`: the place of its first entry. */
export interface DueStream {
  readonly stream: string;
  readonly seq: number;
  readonly nextAt: Instant;
}

/** A server that services share. */
export interface StoreServer {
  /** Its time, which is that of all services on it. */
  now(): Instant;
  /** Why this service may neither write nor end anything now, as a sentence; null when it may. */
  problem(): string | null;
}

/**
 * What the service reads. It is written by `LogWriter`, of this service or of another one on the same database.
 *
 * 1. Entries and tree nodes are only ever added.
 * 2. A read shows what was committed, never half a batch; two reads may have a batch between them.
 */
export interface ServiceStore {
  head(): Promise<LogHead>;

  states(requestIds: readonly string[]): Promise<ReadonlyMap<string, RequestState>>;
  grants(grantIds: readonly string[]): Promise<ReadonlyMap<string, GrantRow>>;
  grantsOf(requestIds: readonly string[]): Promise<readonly GrantRow[]>;
  /** What was answered to commands, by `commandId`. */
  commands(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  listRequests(query: RequestQuery): Promise<readonly RequestState[]>;
  /** The requests with active or coming access of these holders. */
  openRequestsOf(memberIds: readonly string[]): Promise<readonly string[]>;

  /** Work of the pool that nobody holds at `now`, or that is kept for or owed to this runner, oldest first; or only revocations. */
  leasable(query: {
    pool: string;
    runnerId: string;
    /** Not what another runner set up for this member. */
    notOf: string | null;
    revokeOnly: boolean;
    now: Instant;
    limit: number;
  }): Promise<readonly GrantRow[]>;
  /** What is active, being set up or being taken away. */
  liveGrants(): Promise<readonly GrantRow[]>;
  heldBy(query: { pool: string; runnerId: string }): Promise<readonly GrantRow[]>;
  /** How much access each of these devices set up that is not gone. Those without any are left out. */
  notGoneOf(deviceIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Pools that have work which nobody holds at `now`. */
  poolsWithWork(now: Instant): Promise<readonly string[]>;
  /** The streams of these kinds that time changes at `now` or before, earliest first; those behind `after`. */
  dueStreams(
    now: Instant,
    page: { readonly prefixes: readonly string[]; readonly after: DueStream | null; readonly limit: number },
  ): Promise<readonly DueStream[]>;
  /** When time changes any stream next, later than `after`. Null when nothing is coming. */
  nextTimerAt(after: Instant): Promise<Instant | null>;
  /** An effect that was committed and is not done; null when it is, or never was. */
  effect(key: string): Promise<EffectRow | null>;
  /** Effects of these kinds that are not done, earliest due first. */
  waitingEffects(kinds: readonly string[], limit: number): Promise<readonly EffectRow[]>;
  grantCounts(): Promise<Readonly<Record<'waiting' | 'active' | 'revoking' | 'overdue', number>>>;

  entries(query: { from: number; limit: number }): Promise<readonly EntryRow[]>;
  /** Entries in `(after, to]` that concern the member; owners are concerned by all. */
  entriesFor(query: {
    memberId: string;
    isOwner: boolean;
    after: number;
    to: number;
    limit: number;
  }): Promise<readonly EntryRow[]>;
  /**
   * Of these entries those in which something is said, and all others in which the same is (text and salt), in order. `from`:
   * none before this one.
   */
  withSameTexts(seqs: readonly number[], from?: number): Promise<readonly number[]>;
  /** All entries of the streams of a kind, such as `device`, in the order of the log. */
  textsOfKind(kind: string): Promise<readonly Pick<EntryRow, 'seq' | 'text' | 'said'>[]>;
  stream(stream: string, upToVersion?: number): Promise<readonly EntryRow[]>;
  /** The entries of a stream that stand after a place in the log. */
  streamPage(
    stream: string,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly EntryRow[]>;
  /** Which of these requests the member may see (owners are not asked about). */
  visible(memberId: string, requestIds: readonly string[]): Promise<ReadonlySet<string>>;
  nodes(keys: readonly { readonly level: number; readonly index: number }[]): Promise<readonly TreeNode[]>;

  sealed(grantId: string, deviceId: string): Promise<string | null>;
  device(deviceId: string): Promise<DeviceRow | null>;
  devicesOf(personIds: readonly string[]): Promise<readonly DeviceRow[]>;
  invite(inviteId: string): Promise<InviteRow | null>;
  openInvitesOf(personId: string): Promise<readonly InviteRow[]>;
  /** Those that this person made, for whomever. */
  openInvitesBy(personId: string): Promise<readonly InviteRow[]>;
  /** Devices and open invites of everybody but these. */
  notOf(memberIds: readonly string[]): Promise<{
    readonly devices: readonly Pick<DeviceRow, 'deviceId' | 'person'>[];
    readonly invites: readonly InviteRow[];
  }>;
  /** Null also when one of its texts is lost. */
  document(version: number): Promise<PublishedDocument | null>;
  /** Throws when one of its texts is lost. */
  latestDocument(): Promise<PublishedDocument | null>;
  /** Keeps what a version was parsed to, where that is not kept yet. */
  keepParsed(version: number, parsed: string): Promise<void>;
  meta(name: string): Promise<string | null>;
  /**
   * Where other services may write: `wake` is called when they have, as far as it can be known at once. Ends it.
   * Not there where this process is the only one.
   */
  readonly watch?: (wake: () => void) => () => void;
  /** Not there where the store is a file of this machine. */
  readonly server?: StoreServer;
  close(): Promise<void>;
}
