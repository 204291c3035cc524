import { durationMs, instant, SECOND_MS, type Instant } from '../../lib/time.ts';
import { ok } from '../../lib/result.ts';
import type { SteadyTime } from '../../lib/steady-time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { WorkSignals } from '../changes/work-signals.ts';
import type { Committed, GroupCommit } from '../commit/group-commit.ts';
import { requestTimer } from '../commit/request-timer.ts';
import type { Effects } from '../effects/effects.ts';
import type { Change } from '../feed/change-feed.ts';
import type { DueStream, ServiceStore } from '../store/service-store.ts';
import { kindOf, type StreamKind } from '../streams/stream-kind.ts';
import { Barred } from '../writer/unless-barred.ts';
import { HeldOff } from './held-off.ts';

/** The longest sleep: a moved clock is noticed after that at the latest, and the clock's mark is kept that often. */
const LONGEST_SLEEP_MS = 30 * SECOND_MS;
/** The shortest, so that a defect or a broken disk makes a slow loop and not a busy one. */
const SHORTEST_SLEEP_MS = 20;
/** After a failure of the store. */
const AFTER_FAULT_MS = durationMs(SECOND_MS);
/** So many are read together, and about so many worked on: their commands share transactions. */
const AT_ONCE = 200;

interface Parts {
  readonly clock: Clock;
  readonly time: SteadyTime;
  readonly store: Pick<ServiceStore, 'dueStreams' | 'nextTimerAt' | 'poolsWithWork' | 'server'>;
  /** Of the streams that time changes. */
  readonly kinds: readonly StreamKind[];
  readonly commits: Pick<GroupCommit, 'run'>;
  readonly effects: Pick<Effects, 'work'>;
  readonly work: WorkSignals;
  readonly logger: Logger;
}

/**
 * The one sleeper, over the one index of when streams change by time alone, whatever kind they are of, and over the effects
 * that are due.
 *
 * 1. It sleeps to the nearest of these, at most 30 s, then reads the store again: nothing is armed that a restart could lose.
 * 2. It only sends commands; what is true then is decided like everything else.
 * 3. It never gives up: a fault is logged, and it goes on. A stream that fails keeps no other waiting: it is left alone for a
 *    while. What only a newer Latchkey knows is left to one.
 * 4. While nobody here knows what time it is, by the clock of the database's server, nothing is due.
 */
export class Sleeper {
  readonly #parts: Parts;
  readonly #held: HeldOff;
  /** Earliest time that commits since the last look at the store made due. */
  #noticedAt = Number.MAX_SAFE_INTEGER;
  #sleepingUntil: Instant = instant(0);
  #markKeptAt: Instant = instant(0);
  #wake = new AbortController();
  #isStopped = false;
  #running: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#held = new HeldOff(parts.clock);
  }

  run(): Promise<void> {
    this.#running ??= this.#loop();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#wake.abort();
    await this.#running;
  }

  /** Wakes up when something falls due before the end of this sleep. */
  noticeCommit({ timers, effects }: Committed): void {
    const times = [
      ...timers.map(({ nextAt }) => nextAt),
      ...effects.map((each) => (each.type === 'done' ? null : each.effect.dueAt)),
    ];
    this.#notice(times);
  }

  /** The same of what any service committed. */
  noticeChange({ states, grants }: Pick<Change, 'states' | 'grants'>): void {
    const rows = new Map(grants.map((row) => [row.grantId, row]));
    this.#notice(Array.from(states.values(), (state) => requestTimer(state, (id) => rows.get(id))));
  }

  #notice(times: readonly (Instant | null)[]): void {
    for (const at of times) if (at !== null && at < this.#noticedAt) this.#noticedAt = at;
    if (this.#noticedAt < this.#sleepingUntil) this.#wake.abort();
  }

  async #loop(): Promise<void> {
    while (!this.#isStopped) {
      this.#wake = new AbortController();
      this.#noticedAt = Number.MAX_SAFE_INTEGER;
      // While awake, what commits make due is noticed, and wakes nobody.
      this.#sleepingUntil = instant(0);
      const nextAt = await this.#work().catch((fault: unknown) => {
        this.#parts.logger.error({ err: fault }, 'looking after deadlines failed; trying again');
        return this.#parts.time.now() + AFTER_FAULT_MS;
      });
      if (this.#isStopped) return;
      const now = this.#parts.time.now();
      const untilNext = Math.min(nextAt, this.#noticedAt) - now;
      const ms = Math.min(Math.max(untilNext, SHORTEST_SLEEP_MS), LONGEST_SLEEP_MS);
      this.#sleepingUntil = instant(now + ms);
      await this.#parts.clock.sleep(durationMs(ms), this.#wake.signal);
    }
  }

  /** Does what is due. When the next falls due. */
  async #work(): Promise<number> {
    const { store, time, clock, work, effects } = this.#parts;
    const [now, at] = [time.now(), clock.monotonicMs()];
    if (store.server && store.server.problem() !== null) return now + AFTER_FAULT_MS;
    const due = await this.#due(now, at);
    await Promise.all(due.map((stream) => this.#tick(stream)));
    if (now - this.#markKeptAt >= LONGEST_SLEEP_MS) {
      await this.#keepMark();
      this.#markKeptAt = now;
    }
    for (const pool of await store.poolsWithWork(now)) work.announce(pool);
    const times = [await store.nextTimerAt(now), await effects.work(now)];
    if (due.length >= AT_ONCE) return now;
    return Math.min(now + this.#held.nextMs(at), ...times.map((each) => each ?? Number.MAX_SAFE_INTEGER));
  }

  /** What is due and not left alone, earliest first: at least `AT_ONCE` of them, where there are so many. */
  async #due(now: Instant, at: number): Promise<string[]> {
    const { store, kinds } = this.#parts;
    const prefixes = kinds.map(({ prefix }) => prefix);
    const due: string[] = [];
    let after: DueStream | null = null;
    for (;;) {
      const page: readonly DueStream[] = await store.dueStreams(now, { prefixes, after, limit: AT_ONCE });
      due.push(...page.map(({ stream }) => stream).filter((stream) => !this.#held.has(stream, at)));
      after = page.at(-1) ?? null;
      if (page.length < AT_ONCE || due.length >= AT_ONCE) return due;
    }
  }

  async #tick(stream: string): Promise<void> {
    const { kinds, commits, logger } = this.#parts;
    const kind = kindOf(kinds, stream);
    try {
      if (kind && (await commits.run(kind.tick(stream))).ok) return this.#held.done(stream);
    } catch (fault) {
      // Of all of them at once it is said where it began, and nothing is wrong with any.
      if (fault instanceof Barred) return;
      logger.error({ err: fault, stream }, 'what is due could not be done; trying again');
    }
    this.#held.failed(stream);
  }

  /** Every commit keeps the mark of the clock; while there are none, this one does. */
  #keepMark(): Promise<unknown> {
    return this.#parts.commits.run({
      key: null,
      decide(draft) {
        draft.keepMark = true;
        return ok(null);
      },
    });
  }
}
