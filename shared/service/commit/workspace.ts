import { canonicalText } from '../../lib/canonical-json.ts';
import type { LogRecord } from '../../domain/entry.ts';
import { audienceOf } from '../../domain/request/audience-of.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import { leafHash } from '../../log/leaf-hash.ts';
import type { Sha256 } from '../../log/sha256.ts';
import type { Batch } from '../store/batch.ts';
import type { AudienceRow, CommandRow, EntryRow, GrantRow } from '../store/rows.ts';
import type { Draft, DraftBase, PendingEntry } from './draft.ts';
import type { LogTip } from './log-tip.ts';

const encoder = new TextEncoder();

/** What is known before a batch is decided: the log's end, and the state of all that its commands name. */
export interface WorkspaceBase {
  readonly at: Instant;
  readonly tip: LogTip;
  readonly streams: ReadonlyMap<string, number>;
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
  readonly streams: Map<string, number>;
  readonly #base: WorkspaceBase;
  readonly #audience: AudienceRow[] = [];
  readonly #drafts: Draft[] = [];
  /** New requests by requester. */
  readonly #asks = new Map<string, number>();

  constructor(base: WorkspaceBase) {
    this.#base = base;
    this.at = base.at;
    this.streams = new Map(base.streams);
  }

  state(requestId: string): RequestState | undefined {
    return this.changedStates.get(requestId) ?? this.#base.states.get(requestId);
  }

  grant(grantId: string): GrantRow | undefined {
    return this.changedGrants.get(grantId) ?? this.#base.grants.get(grantId);
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
      if (!before) this.#asks.set(requester, this.asksBy(requester) + 1);
      if (before?.reviewers !== state.reviewers) this.#showTo(state, before);
      this.changedStates.set(requestId, state);
    }
    for (const [grantId, row] of draft.grants) this.changedGrants.set(grantId, row);
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
      commands: [...this.commands.values()],
      sealed: all((draft) => draft.sealed),
      unsealed: all((draft) => draft.unsealed),
      devices: all((draft) => draft.devices),
      sessions: all((draft) => draft.sessions),
      invites: all((draft) => draft.invites),
      documents: all((draft) => draft.documents),
      members: this.#drafts.findLast(({ members }) => members !== null)?.members ?? null,
      meta: all((draft) => draft.meta),
    };
    return { batch, tip };
  }

  /** Who may see it now and could not before. */
  #showTo(state: RequestState, before: RequestState | undefined): void {
    const { requestId, requester } = state.facts;
    const seen = before ? audienceOf(before) : new Set();
    for (const memberId of audienceOf(state))
      if (!seen.has(memberId))
        this.#audience.push({ requestId, memberId, isRequester: memberId === requester });
  }

  #record({ stream, version: given, actor, entry, requestId, person }: PendingEntry): EntryRow {
    const seq = this.#base.tip.range.size + this.entries.length;
    const version = given ?? (this.streams.get(stream) ?? 0) + 1;
    if (given === null) this.streams.set(stream, version);
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
