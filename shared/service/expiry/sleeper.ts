import { decide } from '../../domain/request/decide.ts';
import type { RequestCommand } from '../../domain/request/request-command.ts';
import { durationMs, instant, SECOND_MS, type Instant } from '../../lib/time.ts';
import { ok } from '../../lib/result.ts';
import type { SteadyTime } from '../../lib/steady-time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { WorkSignals } from '../changes/work-signals.ts';
import type { GroupCommit } from '../commit/group-commit.ts';
import type { Change } from '../feed/change-feed.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** The longest sleep: a moved clock is noticed after that at the latest, and the clock's mark is kept that often. */
const LONGEST_SLEEP_MS = 30 * SECOND_MS;
/** The shortest, so that a defect or a broken disk makes a slow loop and not a busy one. */
const SHORTEST_SLEEP_MS = 20;
/** After a failure of the store. */
const AFTER_FAULT_MS = durationMs(SECOND_MS);
/** So many are worked on together: their commands share transactions. */
const AT_ONCE = 200;

interface Parts {
  readonly clock: Clock;
  readonly time: SteadyTime;
  readonly store: Pick<ServiceStore, 'due' | 'nextDueAt' | 'poolsWithWork'>;
  readonly commits: Pick<GroupCommit, 'run'>;
  readonly work: WorkSignals;
  readonly logger: Logger;
}

/**
 * The one sleeper: requests that lapse, access whose end nobody confirmed, revocations that are overdue, leases that ended.
 *
 * 1. It sleeps to the nearest of these, at most 30 s, then reads the store again: nothing is armed that a restart could lose.
 * 2. It only sends commands; what is true then is decided like everything else.
 * 3. It never gives up: a fault is logged, and it goes on.
 */
export class Sleeper {
  readonly #parts: Parts;
  /** Earliest time that commits since the last look at the store made due. */
  #noticedAt = Number.MAX_SAFE_INTEGER;
  #sleepingUntil: Instant = instant(0);
  #markKeptAt: Instant = instant(0);
  #wake = new AbortController();
  #isStopped = false;
  #running: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
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
  noticeCommit({ states, grants }: Pick<Change, 'states' | 'grants'>): void {
    const notice = (at: Instant | null) => {
      if (at !== null && at < this.#noticedAt) this.#noticedAt = at;
    };
    for (const { nextAt, leaseUntil } of grants) [nextAt, leaseUntil].forEach(notice);
    for (const { facts, phase } of states.values())
      notice(phase.kind === 'submitted' ? facts.lapsesAt : null);
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
    const { store, time, work } = this.#parts;
    const now = time.now();
    const { requestIds, grants } = await store.due(now, AT_ONCE);
    await Promise.all([
      ...requestIds.map((requestId) => this.#send(requestId, [{ type: 'lapse' }])),
      ...grants.map(({ grantId, requestId }) =>
        this.#send(requestId, [
          { type: 'expire', grantId },
          { type: 'markOverdue', grantId },
        ]),
      ),
    ]);
    if (now - this.#markKeptAt >= LONGEST_SLEEP_MS) {
      await this.#keepMark();
      this.#markKeptAt = now;
    }
    for (const pool of await store.poolsWithWork(now)) work.announce(pool);
    return (await store.nextDueAt(now)) ?? Number.MAX_SAFE_INTEGER;
  }

  #send(requestId: string, commands: readonly RequestCommand[]): Promise<unknown> {
    return this.#parts.commits.run({
      key: null,
      requestIds: [requestId],
      decide(draft) {
        for (const command of commands) {
          const decided = decide(draft.state(requestId), command, draft.at);
          if (decided.ok) draft.append(requestId, 'latchkey', decided.value);
        }
        return ok(null);
      },
    });
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
