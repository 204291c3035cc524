import { audienceOf } from '../../domain/request/audience-of.ts';
import { requestStream } from '../../domain/request/request-entry.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import type { Batch, NewEntry } from '../store/batch.ts';
import type { AudienceRow, CommandRow, GrantRow } from '../store/rows.ts';
import type { Expected } from '../writer/log-writer.ts';
import type { Draft, DraftBase, PendingEntry } from './draft.ts';
import type { StreamAt } from './load-streams.ts';
import { requestTimer } from './request-timer.ts';

/** What is known before a batch is decided: the ends of the streams, and the state of all that its commands name. */
export interface WorkspaceBase {
  readonly at: Instant;
  /** Streams outside of requests. */
  readonly streams: ReadonlyMap<string, StreamAt>;
  /** Null: there is none. */
  readonly states: ReadonlyMap<string, RequestState | null>;
  readonly grants: ReadonlyMap<string, GrantRow | null>;
  /** Entries of the log that what is known in memory is made of. */
  readonly known: number;
  /** The leaf hash of the last of these. */
  readonly lastLeaf: Uint8Array | null;
  /** Entries in the log, where nothing at all may have been added until the batch is written. */
  readonly size: number | null;
}

/** A batch while it grows: each command sees what the ones before it did. */
export class Workspace implements DraftBase {
  readonly at: Instant;
  readonly entries: NewEntry[] = [];
  readonly changedStates = new Map<string, RequestState>();
  readonly changedGrants = new Map<string, GrantRow>();
  readonly commands = new Map<string, CommandRow>();
  readonly changedStreams = new Map<string, StreamAt>();
  /** Of the streams that changed: when time alone changes them next. */
  readonly timers = new Map<string, Instant | null>();
  readonly #base: WorkspaceBase;
  readonly #audience: AudienceRow[] = [];
  readonly #drafts: Draft[] = [];
  /** New requests by requester. */
  readonly #asks = new Map<string, number>();

  constructor(base: WorkspaceBase) {
    this.#base = base;
    this.at = base.at;
  }

  state(requestId: string): RequestState | undefined {
    return this.changedStates.get(requestId) ?? this.#base.states.get(requestId) ?? undefined;
  }

  grant(grantId: string): GrantRow | undefined {
    return this.changedGrants.get(grantId) ?? this.#base.grants.get(grantId) ?? undefined;
  }

  stream(name: string): StreamAt {
    const at = this.changedStreams.get(name) ?? this.#base.streams.get(name);
    if (!at) throw new Error(`the command did not say that it is about ${name}`);
    return at;
  }

  asksBy(memberId: string): number {
    return this.#asks.get(memberId) ?? 0;
  }

  /** Takes over what a command decided. */
  merge(draft: Draft): void {
    if (draft.isEmpty) return;
    for (const pending of draft.entries) this.entries.push(this.#record(pending));
    for (const [requestId, state] of draft.states) {
      const before = this.state(requestId);
      const { requester } = state.facts;
      if (!before) this.#asks.set(requester, (this.#asks.get(requester) ?? 0) + 1);
      if (before?.reviewers !== state.reviewers) this.#showTo(state, before);
      this.changedStates.set(requestId, state);
    }
    for (const [grantId, row] of draft.grants) this.changedGrants.set(grantId, row);
    for (const [name, at] of draft.streams) this.changedStreams.set(name, at);
    this.#setTimers(draft);
    this.#drafts.push(draft);
  }

  get isEmpty(): boolean {
    return this.#drafts.length === 0 && this.commands.size === 0;
  }

  /** What the batch was decided on. */
  get expected(): Expected {
    const { streams, states, grants, known, lastLeaf, size } = this.#base;
    const versions = new Map(Array.from(streams, ([name, { version }]) => [name, version]));
    for (const [requestId, state] of states) versions.set(requestStream(requestId), state?.version ?? 0);
    for (const { stream } of this.entries) if (!versions.has(stream)) versions.set(stream, 0);
    return { streams: versions, grants, known, lastLeaf, size };
  }

  finish(rest: Pick<Batch, 'markAt'>): Batch {
    const all = <T>(pick: (draft: Draft) => readonly T[]): T[] => this.#drafts.flatMap(pick);
    return {
      ...rest,
      entries: this.entries,
      requests: [...this.changedStates.values()],
      audience: this.#audience,
      grants: [...this.changedGrants.values()],
      timers: [...this.timers].map(([stream, nextAt]) => ({ stream, nextAt })),
      effects: all((draft) => draft.effects),
      commands: [...this.commands.values()],
      sealed: all((draft) => draft.sealed),
      unsealed: all((draft) => draft.unsealed),
      devices: all((draft) => draft.other.devices),
      renamedDevices: all((draft) =>
        [...draft.other.renamedDevices].map(([deviceId, name]) => ({ deviceId, name })),
      ),
      removedDevices: all((draft) => draft.other.removedDevices),
      invites: all((draft) => [...draft.other.invites.values()]),
      documents: all((draft) => draft.other.documents),
      blobs: all((draft) => draft.blobs),
      erased: all((draft) => draft.erased),
      meta: all((draft) => draft.meta),
    };
  }

  #setTimers({ states, grants, timers }: Draft): void {
    const changed = new Set([...states.keys(), ...[...grants.values()].map(({ requestId }) => requestId)]);
    for (const requestId of changed) {
      const state = this.state(requestId);
      if (!state) continue;
      const nextAt = requestTimer(state, (grantId) => this.grant(grantId));
      this.timers.set(requestStream(requestId), nextAt);
    }
    for (const [stream, nextAt] of timers) this.timers.set(stream, nextAt);
  }

  /** Who may see it now and could not before. */
  #showTo(state: RequestState, before: RequestState | undefined): void {
    const { requestId, requester } = state.facts;
    const seen = before ? audienceOf(before) : new Set();
    for (const memberId of audienceOf(state))
      if (!seen.has(memberId))
        this.#audience.push({ requestId, memberId, isRequester: memberId === requester });
  }

  #record(pending: PendingEntry): NewEntry {
    return { ...pending, at: this.at };
  }
}
