import { refuse, type Refusal } from '../../domain/refusal.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { addMs, DAY_MS, durationMs, HOUR_MS, type Instant } from '../../lib/time.ts';
import { err, type Result } from '../../lib/result.ts';
import type { SteadyTime } from '../../lib/steady-time.ts';
import type { Sha256 } from '../../log/sha256.ts';
import type { Logger } from '../../ports/logger.ts';
import type { EffectChange, EntryRow, GrantRow, TimerRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { nextTurn } from '../system/next-turn.ts';
import { decideBatch, type Decision } from './decide-batch.ts';
import { commandId, type Job } from './job.ts';
import { loadLog } from './load-log.ts';
import type { LogTip } from './log-tip.ts';
import { StateCache } from './state-cache.ts';
import { StreamStates } from './stream-states.ts';
import { Workspace } from './workspace.ts';

/** The most commands in one transaction: bounds how long the first of them waits. */
const MOST_PER_BATCH = 512;
/** More than this in the queue is refused: an answer in a minute helps nobody. */
const MOST_WAITING = 20_000;
/** For how long a command that is sent again gets the answer of the first time. */
const REMEMBER_COMMANDS_MS = durationMs(7 * DAY_MS);

/** What was committed, for those who announce it. */
export interface Committed {
  readonly entries: readonly EntryRow[];
  /** The requests that changed, as they are now. */
  readonly states: ReadonlyMap<string, RequestState>;
  readonly grants: readonly GrantRow[];
  /** When the streams that changed change by time alone. */
  readonly timers: readonly TimerRow[];
  readonly effects: readonly EffectChange[];
}

interface Parts {
  readonly store: ServiceStore;
  readonly time: SteadyTime;
  readonly sha256: Sha256;
  readonly logger: Logger;
  /** Called after each commit, before its commands are answered. Must not throw. */
  readonly onCommit: (committed: Committed) => void;
}

interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (result: Result<unknown, Refusal>) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * Carries out commands: all that wait are decided one after the other and written in one durable transaction.
 *
 * 1. A command is answered only after its entries survive a power failure.
 * 2. A transaction that fails is answered to all of its callers as a fault; memory is read again from the store.
 * 3. A command with a key is carried out once, however often it is sent.
 * 4. Entries are announced in the order of the log, each once.
 */
export class GroupCommit {
  readonly counts = { commits: 0, commands: 0, refusals: 0, faults: 0 };
  readonly #parts: Parts;
  readonly #states = new StateCache();
  readonly #streams = new StreamStates();
  readonly #queue: Waiting[] = [];
  #tip: LogTip;
  #drained: Promise<void> = Promise.resolve();
  #isDraining = false;
  #isStopped = false;
  #announcedTo = -1;
  #forgetAt = 0 as Instant;
  /** Why the last transaction failed; null once one went well again. */
  problem: string | null = null;

  constructor(parts: Parts, tip: LogTip) {
    this.#parts = parts;
    this.#tip = tip;
  }

  get size(): number {
    return this.#tip.range.size;
  }

  get tip() {
    return this.#tip;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Faults (a broken disk, a defect) reject; everything that a caller can do something about is a refusal. */
  run<A>(job: Job<A>): Promise<Result<A, Refusal>> {
    if (this.#isStopped) return Promise.reject(new Error('the service is stopping'));
    if (this.#queue.length >= MOST_WAITING)
      return Promise.resolve(
        err(refuse('tooManyTries', 'The service has too much to do. Try again in a moment.')),
      );
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject } as unknown as Waiting);
      if (!this.#isDraining) this.#drained = this.#drain();
    });
  }

  /**
   * Announces what was committed by an earlier life of the service and, as far as the outbox knows, not announced. Once, at
   * the start. Who gets an entry twice knows it by its number.
   */
  async announceAgain(): Promise<void> {
    const { store, onCommit } = this.#parts;
    for (const { from, to } of await store.effects()) {
      const entries = await store.entries({ from, limit: to - from + 1 });
      const requestIds = [...new Set(entries.flatMap(({ requestId }) => requestId ?? []))];
      const states = await store.states(requestIds);
      const grants = await store.grantsOf(requestIds);
      onCommit({ entries, states, grants, timers: [], effects: [] });
      this.#announcedTo = Math.max(this.#announcedTo, to);
    }
  }

  /** Everything that was taken on is answered; nothing more is taken on. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#drained;
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    await nextTurn();
    while (this.#queue.length > 0) {
      await this.#commitTogether(this.#nextBatch());
      await nextTurn();
    }
    this.#isDraining = false;
  }

  /** All that wait, up to the first that must be alone. */
  #nextBatch(): Waiting[] {
    const alone = this.#queue.slice(0, MOST_PER_BATCH).findIndex(({ job }) => job.exclusive === true);
    const count = alone === -1 ? MOST_PER_BATCH : Math.max(1, alone);
    return this.#queue.splice(0, count);
  }

  async #commitTogether(waiting: readonly Waiting[]): Promise<void> {
    try {
      const jobs = waiting.map(({ job }) => job);
      const workspace = await this.#open(jobs);
      const decisions = decideBatch(jobs, {
        workspace,
        answers: await this.#parts.store.commands(jobs.flatMap(({ key }) => (key ? [commandId(key)] : []))),
      });
      if (!workspace.isEmpty) await this.#write(workspace);
      await Promise.all(waiting.map((each, at) => this.#answer(each, decisions[at])));
    } catch (fault) {
      await this.#fail(fault, waiting);
    }
  }

  async #open(jobs: readonly Job<unknown>[]): Promise<Workspace> {
    const { store, sha256, time } = this.#parts;
    const at = time.now();
    const found = await Promise.all(jobs.flatMap((job) => job.gather?.(store, at) ?? []));
    const grantIds = new Set([...jobs, ...found].flatMap((each) => (each ? (each.grantIds ?? []) : [])));
    const named = await store.grants([...grantIds]);
    const requestIds = new Set([
      ...[...jobs, ...found].flatMap((each) => (each ? (each.requestIds ?? []) : [])),
      ...[...named.values()].map(({ requestId }) => requestId),
    ]);
    const streams = new Set([...jobs, ...found].flatMap((each) => (each ? (each.streams ?? []) : [])));
    const states = await this.#states.load(store, requestIds);
    const approved = [...states.values()].filter(({ phase }) => phase.kind === 'approved');
    const grants = await store.grantsOf(approved.map(({ facts }) => facts.requestId));
    return new Workspace({
      at,
      tip: this.#tip,
      streams: await this.#streams.load(store, streams),
      states,
      grants: new Map(grants.map((row) => [row.grantId, row])),
      sha256,
    });
  }

  async #write(workspace: Workspace): Promise<void> {
    const { store, time, onCommit } = this.#parts;
    const forget = workspace.at >= this.#forgetAt;
    const { batch, tip } = workspace.finish({
      markAt: time.now(),
      effectsDoneTo: this.#announcedTo,
      forgetCommandsBefore: forget ? addMs(workspace.at, durationMs(-REMEMBER_COMMANDS_MS)) : null,
    });
    await store.commit(batch);
    this.#tip = tip;
    for (const [name, at] of workspace.changedStreams) this.#streams.put(name, at);
    for (const state of batch.requests) this.#states.put(state);
    if (forget) this.#forgetAt = addMs(workspace.at, HOUR_MS);
    this.counts.commits += 1;
    this.problem = null;
    const { entries, grants, timers, effects } = batch;
    onCommit({ entries, states: workspace.changedStates, grants, timers, effects });
    this.#announcedTo = batch.entries.at(-1)?.seq ?? this.#announcedTo;
  }

  async #answer({ job, resolve, reject }: Waiting, decision: Decision | undefined): Promise<void> {
    this.counts.commands += 1;
    switch (decision?.kind) {
      case 'decided':
        if (decision.result.ok) job.committed?.();
        else this.counts.refusals += 1;
        return resolve(decision.result);
      case 'again':
        try {
          const value = await job.key?.again(decision.kept);
          return resolve({ ok: true, value });
        } catch (fault) {
          return reject(fault);
        }
      default:
        this.counts.faults += 1;
        this.#parts.logger.error({ err: decision?.fault }, 'a command failed');
        return reject(decision?.fault);
    }
  }

  /** Nothing of the batch is in the store. What is in memory may not fit it, so it is read again. */
  async #fail(fault: unknown, waiting: readonly Waiting[]): Promise<void> {
    this.counts.faults += waiting.length;
    this.problem = 'The last transaction failed. The log of the service says why.';
    this.#parts.logger.error({ err: fault, commands: waiting.length }, 'a transaction failed');
    this.#states.clear();
    this.#streams.clear();
    try {
      this.#tip = await loadLog(this.#parts.store, this.#parts.sha256);
    } catch (second) {
      this.#parts.logger.error({ err: second }, 'the store cannot be read');
    }
    for (const { reject } of waiting) reject(fault);
  }
}
