import {
  personOf,
  requestStream,
  streamOf,
  type Entry,
  type OrganisationEntry,
  type RequestEntry,
} from '../../domain/entry.ts';
import { evolve } from '../../domain/request/evolve.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Instant } from '../../lib/time.ts';
import type {
  DeviceRow,
  DocumentRow,
  EffectChange,
  EffectRow,
  GrantRow,
  InviteRow,
  SealedRow,
  SessionRow,
} from '../store/rows.ts';
import { projectGrant } from './project-grant.ts';

/** What a draft sees of the batch it will be part of. */
export interface DraftBase {
  readonly at: Instant;
  state(requestId: string): RequestState | undefined;
  grant(grantId: string): GrantRow | undefined;
  /** How many requests of this member are new in the batch. */
  asksBy(memberId: string): number;
}

export interface PendingEntry {
  readonly stream: string;
  /** Null where the log counts: outside of requests. */
  readonly version: number | null;
  readonly actor: string;
  readonly entry: Entry;
  readonly requestId: string | null;
  readonly person: string | null;
}

/** What one command writes. Becomes part of the batch as a whole when the command is not refused, and is dropped otherwise. */
export class Draft {
  readonly at: Instant;
  readonly entries: PendingEntry[] = [];
  readonly states = new Map<string, RequestState>();
  readonly grants = new Map<string, GrantRow>();
  /** When a stream that is no request's changes by time alone; a request's follows from its state. */
  readonly timers = new Map<string, Instant | null>();
  readonly effects: EffectChange[] = [];
  readonly unsealed: string[] = [];
  readonly sealed: SealedRow[] = [];
  readonly devices: DeviceRow[] = [];
  readonly sessions: SessionRow[] = [];
  readonly invites: InviteRow[] = [];
  readonly documents: DocumentRow[] = [];
  readonly meta: { name: string; value: string }[] = [];
  /** All who are in the organisation from now on; what others have here goes. Null when that does not change. */
  members: readonly string[] | null = null;
  /** Written even if nothing else is: for the mark of the clock. */
  keepMark = false;
  readonly #base: DraftBase;

  constructor(base: DraftBase) {
    this.#base = base;
    this.at = base.at;
  }

  state(requestId: string): RequestState | undefined {
    return this.states.get(requestId) ?? this.#base.state(requestId);
  }

  grant(grantId: string): GrantRow | undefined {
    return this.grants.get(grantId) ?? this.#base.grant(grantId);
  }

  asksBy(memberId: string): number {
    return this.#base.asksBy(memberId);
  }

  putGrant(row: GrantRow): void {
    this.grants.set(row.grantId, row);
  }

  /** Entries of a request, and what follows from them. The state afterwards. */
  append(requestId: string, actor: string, entries: readonly RequestEntry[]): RequestState {
    let state = this.state(requestId);
    for (const entry of entries) {
      state = evolve(state, entry, this.at);
      this.entries.push({
        stream: requestStream(requestId),
        version: state.version,
        actor,
        entry,
        requestId,
        person: null,
      });
    }
    if (!state) throw new Error(`request ${requestId} does not exist`);
    if (entries.length === 0) return state;
    this.states.set(requestId, state);
    this.#project(state);
    return state;
  }

  /** An entry of the organisation's streams. */
  appendOther(actor: string, entry: OrganisationEntry): void {
    const [stream, person] = [streamOf(entry), personOf(entry)];
    this.entries.push({ stream, version: null, actor, entry, requestId: null, person });
  }

  /** What is to be done once this is committed, at once unless it says when: see effects/. */
  effect(what: Pick<EffectRow, 'key' | 'kind' | 'stream' | 'body'> & { readonly dueAt?: Instant }): void {
    this.effects.push({ type: 'add', effect: { dueAt: this.at, ...what, attempts: 0, lastError: null } });
  }

  get isEmpty(): boolean {
    const { entries, effects, grants, sealed, devices, sessions, invites, documents, meta } = this;
    const lists = [entries, effects, sealed, devices, sessions, invites, documents, meta];
    return (
      !this.keepMark &&
      grants.size === 0 &&
      this.timers.size === 0 &&
      lists.every((list) => list.length === 0)
    );
  }

  #project(state: RequestState): void {
    if (state.phase.kind !== 'approved') return;
    for (const [grantId, grant] of Object.entries(state.phase.grants)) {
      const row = this.grant(grantId);
      const next = projectGrant(state, grantId, { grant, row });
      this.grants.set(grantId, next);
      const isOver = next.kind === 'revoking' || next.kind === 'revoked' || next.kind === 'failed';
      if (isOver && row?.kind !== next.kind) this.unsealed.push(grantId);
    }
  }
}
