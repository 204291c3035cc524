import type { Caller } from '../../api/api.ts';
import { ENDS_ACCESS } from '../../api/procedures.ts';
import { refuse } from '../../domain/refusal.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { durationMs } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** What one member may use of the service. */
interface Share {
  /** Calls carried out at once. */
  readonly atOnce: number;
  /** Calls that may wait behind those; more are refused. */
  readonly waiting: number;
  /** Calls in a moment, saved up while there are none. */
  readonly burst: number;
  /** Calls in a second over a longer time. */
  readonly perSecond: number;
}

/** A person has a few programs; a service account is a whole CI, or a fleet of runners. */
const SHARES: Readonly<Record<'person' | 'service', Share>> = {
  person: { atOnce: 8, waiting: 500, burst: 500, perSecond: 50 },
  service: { atOnce: 64, waiting: 5_000, burst: 5_000, perSecond: 500 },
};

/** Calls that are more work than others, in calls. */
const COSTS: Readonly<Record<string, number>> = {
  'log.entries': 4,
  'requests.list': 4,
  'catalog.list': 4,
  'org.publish': 20,
  'pools.check': 20,
  'pools.checked': 4,
};

const TOO_MANY = refuse('tooManyTries', 'tooManyCallsWait');

/**
 * Shares the service between those who are signed in: by member, not by device or connection. Who calls faster than that
 * waits, and others do not.
 */
export class FairShare {
  readonly #clock: Clock;
  readonly #kindOf: (memberId: string) => 'person' | 'service';
  readonly #members = new Map<string, Line>();

  constructor(clock: Clock, kindOf: (memberId: string) => 'person' | 'service') {
    this.#clock = clock;
    this.#kindOf = kindOf;
  }

  /**
   * Waits until it is this member's turn; to be called before the input is read.
   * @returns to be called when the call is over
   * @throws RefusalError when too many of their calls wait already
   */
  async enter({ memberId }: Caller, procedure: string): Promise<() => void> {
    if (ENDS_ACCESS.has(procedure)) return () => undefined;
    const line = this.#members.get(memberId) ?? new Line(SHARES[this.#kindOf(memberId)], this.#clock);
    this.#members.set(memberId, line);
    const leave = await line.enter(COSTS[procedure] ?? 1);
    return () => {
      leave();
      this.#forgetTheIdle();
    };
  }

  /** Who has called nothing for so long that all of it is saved up again is as good as new. */
  #forgetTheIdle(): void {
    if (this.#members.size <= MOST_REMEMBERED) return;
    for (const [memberId, line] of this.#members) if (line.isIdle()) this.#members.delete(memberId);
  }
}

/** From so many members on it is looked for those who may be forgotten. */
const MOST_REMEMBERED = 10_000;

/** The calls of one member. */
class Line {
  readonly #share: Share;
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #saved: number;
  #atMs: number;
  #isPaused = false;

  constructor(share: Share, clock: Clock) {
    this.#share = share;
    this.#clock = clock;
    this.#saved = share.burst;
    this.#atMs = clock.monotonicMs();
  }

  async enter(cost: number): Promise<() => void> {
    if (this.#waiting.length >= this.#share.waiting) throw new RefusalError(TOO_MANY);
    await new Promise<void>((resolve) => {
      this.#waiting.push(() => {
        this.#saved -= cost;
        this.#running += 1;
        resolve();
      });
      this.#startNext();
    });
    return () => {
      this.#running -= 1;
      this.#startNext();
    };
  }

  isIdle(): boolean {
    this.#save();
    return this.#running + this.#waiting.length === 0 && this.#saved >= this.#share.burst;
  }

  #startNext(): void {
    this.#save();
    while (this.#running < this.#share.atOnce && this.#saved > 0) {
      const start = this.#waiting.shift();
      if (!start) return;
      start();
    }
    if (this.#saved <= 0 && this.#waiting.length > 0) void this.#goOnLater();
  }

  /** A cost may leave a debt: it is worked off first. */
  async #goOnLater(): Promise<void> {
    if (this.#isPaused) return;
    this.#isPaused = true;
    const { perSecond } = this.#share;
    await this.#clock.sleep(durationMs(Math.ceil(((1 - this.#saved) * 1_000) / perSecond)));
    this.#isPaused = false;
    this.#startNext();
  }

  #save(): void {
    const now = this.#clock.monotonicMs();
    const gained = ((now - this.#atMs) * this.#share.perSecond) / 1_000;
    this.#saved = Math.min(this.#share.burst, this.#saved + gained);
    this.#atMs = now;
  }
}
