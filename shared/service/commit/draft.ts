import { personOf, RECORD_VERSION, type Entry, type OtherEntry } from '../../domain/entry.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { evolve } from '../../domain/request/evolve.ts';
import { requestStream, type RequestEntry } from '../../domain/request/request-entry.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { evidenceOf } from '../../domain/statements/evidence-of.ts';
import { saysSame } from '../../domain/statements/says-same.ts';
import type { SignedStatement } from '../../domain/statements/statement.ts';
import type { Stream } from '../../domain/stream.ts';
import type { Result } from '../../lib/result.ts';
import type { Instant } from '../../lib/time.ts';
import type { BlobRow, EffectChange, EffectRow, GrantRow, SealedRow } from '../store/rows.ts';
import { projectGrant } from './project-grant.ts';
import { noOtherRows, projectOther } from './project-other.ts';
import type { StreamAt } from './load-streams.ts';

/** What a draft sees of the batch it will be part of. */
export interface DraftBase {
  readonly at: Instant;
  state(requestId: string): RequestState | undefined;
  grant(grantId: string): GrantRow | undefined;
  /** A stream outside of requests that the job named. */
  stream(name: string): StreamAt;
  /** How many requests of this member are new in the batch. */
  asksBy(memberId: string): number;
}

export interface PendingEntry {
  readonly stream: string;
  readonly version: number;
  readonly actor: string;
  readonly entry: Entry;
  readonly signed: SignedStatement | undefined;
  readonly requestId: string | null;
  readonly person: string | null;
}

/** Who wrote what is appended: `actor` is named in it, and `signed` is what they signed of it. */
export interface Author {
  readonly actor: string;
  readonly signed?: SignedStatement | undefined;
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
  /** Streams outside of requests, as they are after what is written here. */
  readonly streams = new Map<string, StreamAt>();
  readonly other = noOtherRows();
  readonly blobs: BlobRow[] = [];
  /** Entries of which what was said is erased. */
  readonly erased: number[] = [];
  readonly meta: { name: string; value: string }[] = [];
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
  append(requestId: string, author: Author, entries: readonly RequestEntry[]): RequestState {
    let state = this.state(requestId);
    for (const entry of entries) {
      state = evolve(state, entry, this.at);
      const place = { stream: requestStream(requestId), version: state.version };
      this.#push({ ...place, entry, requestId, person: null }, author);
    }
    if (!state) throw new Error(`request ${requestId} does not exist`);
    if (entries.length === 0) return state;
    this.states.set(requestId, state);
    this.#project(state);
    return state;
  }

  /** Decides in a stream outside of requests, and writes what comes of it. A refusal has written nothing. */
  carryOut<State, Command, E extends OtherEntry>(
    stream: Stream<State, Command, E>,
    { id, command, ...author }: { readonly id: string; readonly command: Command } & Author,
  ): Result<readonly E[], Refusal> {
    const name = stream.nameOf(id);
    const before = this.streams.get(name) ?? this.#base.stream(name);
    let { version } = before;
    // What a stream's entries come to is of its own type, by its name.
    let state = before.state as State | undefined;
    const decided = stream.decide(state, command, this.at);
    if (!decided.ok) return decided;
    for (const entry of decided.value) {
      state = stream.evolve(state, entry, this.at);
      version += 1;
      this.#push({ stream: name, version, entry, requestId: null, person: personOf(entry) }, author);
      projectOther(this.other, { entry, at: this.at }, state);
    }
    this.streams.set(name, { version, state });
    return decided;
  }

  /** What is to be done once this is committed, at once unless it says when: see effects/. */
  effect(what: Pick<EffectRow, 'key' | 'kind' | 'stream' | 'body'> & { readonly dueAt?: Instant }): void {
    this.effects.push({ type: 'add', effect: { dueAt: this.at, ...what, attempts: 0, lastError: null } });
  }

  get isEmpty(): boolean {
    const { entries, effects, grants, timers, sealed, blobs, erased, meta } = this;
    const lists = [entries, effects, sealed, blobs, erased, meta];
    return (
      !this.keepMark && grants.size === 0 && timers.size === 0 && lists.every((list) => list.length === 0)
    );
  }

  /** The statement goes to the entries that it is about, and what nobody may do unsigned is never written without one. */
  #push(entry: Omit<PendingEntry, 'actor' | 'signed'>, { actor, signed }: Author): void {
    const own = signed && saysSame({ ...entry, at: this.at }, signed) ? signed : undefined;
    if (!own && evidenceOf({ v: RECORD_VERSION, actor, entry: entry.entry }) === 'signed')
      throw new Error(`nobody signed that ${entry.entry.type}`);
    this.entries.push({ ...entry, actor, signed: own });
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
