import { durationMs, MINUTE_MS, SECOND_MS } from '../lib/time.ts';
import type { JournalLine } from '../formats/journal/journal-line.ts';
import { SteadyTime } from '../lib/steady-time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Failpoint } from '../ports/failpoint.ts';
import type { Journal } from '../ports/journal.ts';
import type { Logger } from '../ports/logger.ts';
import type { Providers } from '../ports/provider.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import type { Sealer } from '../ports/sealer.ts';
import { CheckLane } from './check-lane.ts';
import { EndChecks } from './end-checks.ts';
import { GrantBook } from './grant-book.ts';
import { newerRecordsText } from './newer-records-text.ts';
import { ReportLane } from './report-lane.ts';
import type { RunnerParts } from './runner-parts.ts';
import { grantsToShow, type RunnerState } from './runner-state.ts';
import { ScriptLane } from './script-lane.ts';
import { ServiceLink } from './service-link.ts';
import { WorkSource } from './work-source.ts';

/** The longest sleep: after so long a clock that was moved is noticed. */
const LONGEST_SLEEP_MS = 30 * SECOND_MS;
/** How often the journal is told what time it is. */
const MARK_EVERY_MS = MINUTE_MS;
/** When a runner stops, running scripts have so long to finish before they are ended. */
const STOP_GRACE_MS = durationMs(5 * SECOND_MS);
/** How many scripts run side by side unless told otherwise. */
const DEFAULT_PARALLEL = 8;

const CLOCK_IS_BEHIND =
  'The clock shows an earlier time than it did before, so nothing new is granted until it has caught up. If it is right now, say so: latchkey runner --accept-clock.';

export interface RunnerOptions {
  readonly pools: readonly string[];
  readonly api: RunnerApi;
  readonly journal: Journal<JournalLine>;
  readonly clock: Clock;
  readonly providers: Providers;
  readonly sealer: Sealer;
  readonly logger: Logger;
  readonly maxParallel?: number;
  readonly failpoint?: Failpoint;
  /** In [0, 1). */
  readonly random?: () => number;
  /** A person says that the clock is right, although the journal has seen a later time. */
  readonly acceptClock?: boolean;
}

export interface Runner {
  /** Works until `stop`. Rejects when the journal cannot be opened, for example because another runner has it. */
  run(): Promise<void>;
  /** Begins nothing new, lets running scripts finish for a few seconds, closes the journal. May `run` again afterwards. */
  stop(reason: string): Promise<void>;
  /** Looks at clock and journal again now: for a computer that has just woken up. */
  rescan(): void;
  state(): RunnerState;
  /** Calls back, soon after, whenever `state` may have changed. Returns how to stop that. */
  onChange(listener: () => void): () => void;
}

/**
 * Grants what the service leases to it and ends every grant on time, whether or not the service can be reached.
 *
 * 1. What is promised is in the journal; on start everything unfinished in it goes on.
 * 2. One sleeper waits for whatever comes next, never a timer for each grant, and looks at everything when it wakes.
 */
export function createRunner(options: RunnerOptions): Runner {
  const { logger } = options;
  const listeners = new Set<() => void>();
  let announced = false;
  let session: Session | null = null;
  let ended: Promise<void> = Promise.resolve();

  const announce = (): void => {
    if (announced) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      for (const listener of listeners) listener();
    });
  };

  return {
    run: () => {
      if (session) throw new Error('this runner runs already');
      session = new Session(options, announce);
      ended = session.run().finally(() => {
        session = null;
        announce();
      });
      return ended;
    },
    stop: async (reason) => {
      logger.info({ reason }, 'The runner stops.');
      session?.stop();
      await ended.catch(() => undefined);
    },
    rescan: () => session?.wake(),
    state: () => session?.state() ?? NOT_RUNNING,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const NOT_RUNNING: RunnerState = {
  isOpen: false,
  grants: [],
  serviceTrouble: null,
  isClockBehind: false,
  unreported: 0,
  newerRecords: 0,
  unclear: [],
  newer: [],
};

/** One `run` of a runner: everything that begins with it and ends with it. */
class Session {
  private readonly options: RunnerOptions;
  private readonly announce: () => void;
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();
  private readonly book: GrantBook;
  private sleep = new AbortController();
  private parts: RunnerParts | null = null;
  private markAtMono = 0;

  constructor(options: RunnerOptions, announce: () => void) {
    this.options = options;
    this.announce = announce;
    this.book = new GrantBook(options.journal);
  }

  async run(): Promise<void> {
    try {
      await this.work(await this.begin());
    } finally {
      this.stopping.abort('ended');
      await this.book.close();
    }
  }

  private async work(parts: RunnerParts): Promise<void> {
    const reports = new ReportLane(parts);
    const scripts = new ScriptLane(parts, (entry, failure) => reports.attemptFailed(entry, failure));
    const checks = new CheckLane(parts, () => scripts.isEnding());
    const lanes = { checks, freeGrantSlots: () => scripts.freeGrantSlots() };
    const sources = parts.pools.map((pool) => new WorkSource(parts, pool, lanes));
    for (const source of sources) void source.watch(this.stopping.signal);
    while (!this.stopping.signal.aborted) {
      this.sleep = new AbortController();
      const waits = [scripts.turn(), reports.turn(), this.mark(parts), ...sources.map((each) => each.turn())];
      checks.turn();
      this.announce();
      await parts.clock.sleep(durationMs(Math.ceil(Math.min(LONGEST_SLEEP_MS, ...waits))), this.sleep.signal);
    }
    const idle = Promise.all([scripts, checks, reports, ...sources].map((each) => each.idle()));
    await Promise.race([idle, parts.clock.sleep(STOP_GRACE_MS)]);
    this.killing.abort('stopping');
    await Promise.all([scripts.idle(), checks.idle()]);
  }

  stop(): void {
    this.stopping.abort('stopping');
    this.wake();
  }

  wake(): void {
    this.sleep.abort('woken');
  }

  state(): RunnerState {
    const { parts, book } = this;
    if (!parts) return NOT_RUNNING;
    const entries = Array.from(book.entries());
    return {
      isOpen: true,
      grants: grantsToShow(entries, parts.time.now()),
      serviceTrouble: parts.link.trouble,
      isClockBehind: parts.time.isBehind(),
      unreported: entries.filter((each) => each.phase.kind === 'gone').length,
      newerRecords: book.unknownLines,
      unclear: book.unclear(),
      newer: newerRecordsText(book),
    };
  }

  private async begin(): Promise<RunnerParts> {
    const { acceptClock, clock, failpoint, logger, maxParallel, random = Math.random } = this.options;
    for (const message of await this.book.open(clock.now())) logger.error({}, message);
    for (const message of newerRecordsText(this.book)) logger.error({}, message);
    if (acceptClock && this.book.highWaterMark() > clock.now()) await this.book.acceptClock(clock.now());
    const wake = (): void => this.wake();
    this.parts = {
      ...this.options,
      book: this.book,
      checks: new EndChecks(clock),
      link: new ServiceLink(clock, random, wake),
      time: new SteadyTime(clock, this.book.highWaterMark()),
      maxParallel: maxParallel ?? DEFAULT_PARALLEL,
      random,
      failpoint: failpoint ?? (() => undefined),
      wake,
      scriptSignal: this.killing.signal,
    };
    logger.info(
      { unfinished: this.book.size, pools: this.options.pools },
      'The journal of the runner is open.',
    );
    if (this.parts.time.isBehind()) logger.warn({ latest: this.book.highWaterMark() }, CLOCK_IS_BEHIND);
    return this.parts;
  }

  /** Writes down what time it is, so that a clock that goes back is noticed even after a restart. */
  private mark({ clock, logger, time }: RunnerParts): number {
    const mono = clock.monotonicMs();
    if (mono >= this.markAtMono) {
      this.markAtMono = mono + MARK_EVERY_MS;
      void this.book
        .record({ type: 'clock', at: time.now() })
        .catch((error: unknown) => logger.error({ err: error }, 'The journal cannot be written.'));
    }
    return this.markAtMono - mono;
  }
}
