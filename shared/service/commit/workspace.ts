import { factsAudience } from '../changes/facts-audience.ts';
import { canonicalText } from '../../lib/canonical-json.ts';
import type { LogRecord } from '../../domain/entry.ts';
import { requestStream } from '../../domain/request/request-entry.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import { leafHash } from '../../log/leaf-hash.ts';
import type { Sha256 } from '../../log/sha256.ts';
import type { Batch } from '../store/batch.ts';
import type { AudienceRow, CommandRow, EntryRow, GrantRow } from '../store/rows.ts';
import type { Draft, DraftBase, PendingEntry } from './draft.ts';
import type { LogTip } from './log-tip.ts';
import { requestTimer } from './request-timer.ts';
import type { StreamAt } from './stream-states.ts';

const encoder = new TextEncoder();

/** What is known before a batch is decided: the log's end, and the state of all that its commands name. */
export interface WorkspaceBase {
  readonly at: Instant;
  readonly tip: LogTip;
  /** Streams outside of requests. */
  readonly streams: ReadonlyMap<string, StreamAt>;
  readonly states: Map<string, RequestState>;
  readonly grants: Map<string, GrantRow>;
  readonly sha256: Sha256;
}

/** A batch while it grows: each command sees what the ones before it did. */
export class Workspace implements DraftBase {
  readonly at: Instant;
  readonly entries: EntryRow[] = [];
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
    return this.changedStates.get(requestId) ?? this.#base.states.get(requestId);
  }

  grant(grantId: string): GrantRow | undefined {
    return this.changedGrants.get(grantId) ?? this.#base.grants.get(grantId);
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
      if (!this.state(requestId)) {
        const { requester } = state.facts;
        this.#asks.set(requester, this.asksBy(requester) + 1);
        for (const memberId of factsAudience(state.facts))
          this.#audience.push({ requestId, memberId, isRequester: memberId === requester });
      }
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

  /** The batch, and the end of the log after it. */
  finish(rest: Pick<Batch, 'markAt' | 'effectsDoneTo' | 'forgetCommandsBefore'>): {
    batch: Batch;
    tip: LogTip;
  } {
    const { tip, nodes } = this.#base.tip.append(this.entries.map((each) => each.leafHash));
    const all = <T>(pick: (draft: Draft) => readonly T[]): T[] => this.#drafts.flatMap(pick);
    const batch: Batch = {
      ...rest,
      entries: this.entries,
      nodes,
      requests: [...this.changedStates.values()],
      audience: this.#audience,
      grants: [...this.changedGrants.values()],
      timers: [...this.timers].map(([stream, nextAt]) => ({ stream, nextAt })),
      effects: all((draft) => draft.effects),
      commands: [...this.commands.values()],
      sealed: all((draft) => draft.sealed),
      unsealed: all((draft) => draft.unsealed),
      devices: all((draft) => draft.other.devices),
      removedDevices: all((draft) => draft.other.removedDevices),
      sessions: all((draft) => draft.sessions),
      invites: all((draft) => [...draft.other.invites.values()]),
      inviteSecrets: all((draft) => draft.inviteSecrets),
      documents: all((draft) => draft.other.documents),
      blobs: all((draft) => draft.blobs),
      meta: all((draft) => draft.meta),
    };
    return { batch, tip };
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

  #record({ stream, version, actor, entry, requestId, person }: PendingEntry): EntryRow {
    const seq = this.#base.tip.range.size + this.entries.length;
    const record: LogRecord = { v: 1, seq, stream, version, at: this.at, actor, entry };
    const text = canonicalText(record);
    return {
      seq,
      stream,
      version,
      at: this.at,
      actor,
      type: entry.type,
      requestId,
      person,
      text,
      leafHash: leafHash(this.#base.sha256, encoder.encode(text)),
    };
  }
}
