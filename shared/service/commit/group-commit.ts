import { refuse, type Refusal } from '../../domain/refusal.ts';
import { err, type Result } from '../../lib/result.ts';
import type { SteadyTime } from '../../lib/steady-time.ts';
import type { Logger } from '../../ports/logger.ts';
import type { ChangeFeed, Committed as OwnEntries } from '../feed/change-feed.ts';
import { LogSetBack } from '../log/log-set-back.ts';
import type { Batch } from '../store/batch.ts';
import type { EffectChange, EntryRow, GrantRow, TimerRow } from '../store/rows.ts';
import { isRefusedValue } from '../store/is-refused-value.ts';
import type { ServiceStore } from '../store/service-store.ts';
import { nextTurn } from '../system/next-turn.ts';
import type { Appended, LogWriter } from '../writer/log-writer.ts';
import { Barred } from '../writer/unless-barred.ts';
import { Coming } from './coming.ts';
import { decideBatch, type Decision } from './decide-batch.ts';
import { commandId, type Job } from './job.ts';
import { loadStreams } from './load-streams.ts';
import { Workspace } from './workspace.ts';

/** The most commands in one transaction: bounds how long the first of them waits. */
const MOST_PER_BATCH = 512;
/** More than this in the queue is refused: an answer in a minute helps nobody. */
const MOST_WAITING = 20_000;

/**
 * So often commands are decided because other services wrote first; the last time nobody else can write meanwhile. What waits
 * for a log that does not change loses to each of their commits: it gets its turn after the first.
 */
const MOST_TRIES = 4;

const ALWAYS_SECOND = `something else was written first, ${MOST_TRIES} times in a row`;

/** What this service committed. */
export interface Committed {
  readonly entries: readonly EntryRow[];
  readonly grants: readonly GrantRow[];
  /** When the streams that changed change by time alone. */
  readonly timers: readonly TimerRow[];
  readonly effects: readonly EffectChange[];
}

interface Parts {
  readonly store: ServiceStore;
  readonly writer: LogWriter;
  readonly feed: Pick<ChangeFeed, 'follow' | 'followOwn' | 'tip' | 'giveUp'>;
  readonly time: SteadyTime;
  readonly logger: Logger;
  /** A device whose statements count no more. */
  readonly isRemoved: (deviceId: string) => boolean;
  /** Called after each commit, before its commands are answered. Must not throw. */
  readonly onCommit: (committed: Committed) => void;
}

/** What was decided, and what was written of it; null where there was nothing to write. */
interface Tried {
  readonly decisions: Decision[];
  readonly workspace: Workspace;
  readonly written: (Extract<Appended, { readonly kind: 'committed' }> & { readonly batch: Batch }) | null;
}

interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (result: Result<unknown, Refusal>) => void;
  readonly reject: (fault: unknown) => void;
}

/**
 * Carries out commands: all that wait are decided one after the other and written in one durable transaction.
 *
 * 1. A command is answered only after its entries survive a power failure, and the feed has told of them.
 * 2. A transaction that fails is answered to all of its callers as a fault. Nothing of it is kept in memory. Where the database
 *    refuses what one of them has in it, only that one fails.
 * 3. A command with a key is carried out once, however often it is sent, and to whichever service.
 * 4. What other services changed meanwhile is read, and decided on, again; whoever loses that way gets a turn of their own. A
 *    command that conflicts in each of them fails alone.
 */
export class GroupCommit {
  readonly counts = { commits: 0, commands: 0, refusals: 0, faults: 0, conflicts: 0 };
  readonly coming = new Coming();
  readonly #parts: Parts;
  readonly #queue: Waiting[] = [];
  #drained: Promise<void> = Promise.resolve();
  #isDraining = false;
  #isStopped = false;
  /** Why the last transaction failed; null once one went well again. */
  problem: string | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Faults (a broken disk, a defect) reject; everything that a caller can do something about is a refusal. */
  run<A>(job: Job<A>): Promise<Result<A, Refusal>> {
    if (this.#isStopped) return Promise.reject(new Error('the service is stopping'));
    if (this.#queue.length >= MOST_WAITING)
      return Promise.resolve(err(refuse('tooManyTries', 'serviceBusy')));
    return new Promise((resolve, reject) => {
      this.#queue.push({ job, resolve, reject } as unknown as Waiting);
      if (!this.#isDraining) this.#drained = this.#drain();
    });
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
      await this.coming.settled(MOST_PER_BATCH - this.#queue.length);
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
      const decisions = await this.#decideAndWrite(waiting.map(({ job }) => job));
      await Promise.all(waiting.map((each, at) => this.#answer(each, decisions[at])));
    } catch (fault) {
      this.#fail(fault, waiting);
    }
  }

  /** A command that always conflicts, or that the database does not take, fails alone. */
  async #decideAndWrite(jobs: readonly Job<unknown>[]): Promise<Decision[]> {
    let why: unknown = new Error(ALWAYS_SECOND);
    try {
      const decisions = await this.#tryAgain(jobs);
      if (decisions) return decisions;
    } catch (fault) {
      if (!isRefusedValue(fault)) throw fault;
      why = fault;
    }
    if (jobs.length === 1) return [{ kind: 'fault', fault: why }];
    return this.#eachAlone(jobs);
  }

  /** Null: others wrote first, each time. */
  async #tryAgain(jobs: readonly Job<unknown>[]): Promise<Decision[] | null> {
    const { writer, feed, logger } = this.#parts;
    const isExclusive = jobs.some((job) => job.exclusive === true);
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      const isTurn = tries === MOST_TRIES || (isExclusive && tries > 1);
      const tried = await (isTurn && writer.inTurn
        ? writer.inTurn(async (append) => {
            await feed.follow();
            return this.#try(jobs, append);
          })
        : this.#try(jobs, (batch, expected) => writer.append(batch, expected)));
      if (tried) {
        await this.#settle(jobs, tried);
        return tried.decisions;
      }
      this.counts.conflicts += 1;
      logger.debug({ tries, commands: jobs.length }, 'other services wrote first');
      // What is known in memory, as who is in the organisation, is part of what is decided on.
      await feed.follow();
    }
    return null;
  }

  /** One of them cannot be written: it fails, and hurts no other. Where the database fails, all that are left fail with it. */
  async #eachAlone(jobs: readonly Job<unknown>[]): Promise<Decision[]> {
    const decisions: Decision[] = [];
    for (const job of jobs) decisions.push(...(await this.#decideAndWrite([job])));
    return decisions;
  }

  /** Null: others wrote first. */
  async #try(jobs: readonly Job<unknown>[], append: LogWriter['append']): Promise<Tried | null> {
    const { store, time, isRemoved } = this.#parts;
    const workspace = await this.#open(jobs);
    const answers = await store.commands(jobs.flatMap(({ key }) => (key ? [commandId(key)] : [])));
    const decisions = decideBatch(jobs, { workspace, answers, isRemoved });
    if (workspace.isEmpty) return { decisions, workspace, written: null };
    const batch = workspace.finish({ markAt: time.now() });
    const appended = await append(batch, workspace.expected);
    if (appended.kind === 'conflict') return null;
    return { decisions, workspace, written: { batch, ...appended } };
  }

  /** Once it is committed. */
  async #settle(jobs: readonly Job<unknown>[], { decisions, workspace, written }: Tried): Promise<void> {
    if (!written) return tellJobs(jobs, decisions);
    const { time, onCommit } = this.#parts;
    const { batch, entries, markAt } = written;
    time.notice(markAt);
    this.counts.commits += 1;
    this.problem = null;
    tellJobs(jobs, decisions);
    const { grants, timers, effects } = batch;
    onCommit({ entries, grants, timers, effects });
    // What is in no entry, as a lease, the feed does not tell.
    if (entries.length > 0) await this.#tell({ entries, states: workspace.changedStates });
  }

  async #open(jobs: readonly Job<unknown>[]): Promise<Workspace> {
    const { store, feed, time } = this.#parts;
    const at = time.now();
    // Before anything is read: what comes between is a conflict.
    const { range, lastLeaf } = feed.tip;
    const known = range.size;
    const size = jobs.some((job) => job.exclusive === true) ? known : null;
    const found = await Promise.all(jobs.flatMap((job) => job.gather?.(store, at) ?? []));
    const grantIds = new Set([...jobs, ...found].flatMap((each) => (each ? (each.grantIds ?? []) : [])));
    const named = await store.grants([...grantIds]);
    const requestIds = new Set([
      ...[...jobs, ...found].flatMap((each) => (each ? (each.requestIds ?? []) : [])),
      ...[...named.values()].map(({ requestId }) => requestId),
    ]);
    const streams = new Set([...jobs, ...found].flatMap((each) => (each ? (each.streams ?? []) : [])));
    const states = await store.states([...requestIds]);
    const approved = [...states.values()].filter(({ phase }) => phase.kind === 'approved');
    const ofApproved = await store.grantsOf(approved.map(({ facts }) => facts.requestId));
    return new Workspace({
      at,
      streams: await loadStreams(store, streams),
      ...{ known, lastLeaf, size },
      states: new Map(Array.from(requestIds, (id) => [id, states.get(id) ?? null])),
      grants: new Map([
        ...Array.from(grantIds, (id) => [id, named.get(id) ?? null] as const),
        ...ofApproved.map((row) => [row.grantId, row] as const),
      ]),
    });
  }

  /** It is committed, whatever comes of telling it: that is tried again with the next commit, and by the feed itself. */
  async #tell(own: OwnEntries): Promise<void> {
    const { feed, logger } = this.#parts;
    await feed
      .followOwn(own)
      .catch((fault: unknown) => logger.error({ err: fault }, 'what was committed cannot be read'));
  }

  async #answer({ job, resolve, reject }: Waiting, decision: Decision | undefined): Promise<void> {
    this.counts.commands += 1;
    switch (decision?.kind) {
      case 'decided':
        if (!decision.result.ok) this.counts.refusals += 1;
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

  /** Nothing of the batch is in the store, as far as can be known. */
  #fail(fault: unknown, waiting: readonly Waiting[]): void {
    this.counts.faults += waiting.length;
    for (const { reject } of waiting) reject(fault);
    // Why it may not write is said where that is known, and over once it may.
    if (fault instanceof Barred) return;
    if (fault instanceof LogSetBack) this.#parts.feed.giveUp(fault);
    this.problem = 'The last transaction failed. The log of the service says why.';
    this.#parts.logger.error({ err: fault, commands: waiting.length }, 'a transaction failed');
  }
}

function tellJobs(jobs: readonly Job<unknown>[], decisions: readonly Decision[]): void {
  jobs.forEach((job, at) => {
    const decision = decisions[at];
    if (decision?.kind === 'decided' && decision.result.ok) job.committed?.();
  });
}
