import { TOLERATED_STEP_MS } from '../../lib/steady-time.ts';
import { instant, type Instant } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { told, type Told } from '../../words/told.ts';

/** An answer that took twice as long is worth another question. */
const SURE_MS = 500;

/** What the server's clock showed when the monotonic one here was at `mono`, give or take `errorMs`. */
interface Shown {
  readonly at: number;
  readonly mono: number;
  readonly errorMs: number;
}

const goneOn = ({ at, mono }: Shown, monoNow: number): number => at + monoNow - mono;

/**
 * The time of the database's server, which all services on it have in common: as it was when it was asked last, and gone on by
 * the monotonic clock since. Until it was asked once it is that of this machine.
 *
 * 1. While the wall clock here and the server's are surely more than two seconds apart, one of them is wrong, and nobody here
 *    knows which: `problem` says so, at once when it is the wall that moves.
 * 2. `now` is never taken from a comparison by which they are apart: it goes on from the last one that agrees.
 */
export class ServerClock {
  readonly #clock: Pick<Clock, 'now' | 'monotonicMs'>;
  #last: Shown | null = null;
  #agreed: Shown | null = null;

  constructor(clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.#clock = clock;
  }

  now(): Instant {
    // Where the wall was set since they were compared, it may agree only now.
    this.#noteAgreed();
    if (!this.#agreed) return this.#clock.now();
    return instant(Math.floor(goneOn(this.#agreed, this.#clock.monotonicMs())));
  }

  /**
   * Takes note of what the server has just answered.
   *
   * @param at what its clock showed, in epoch milliseconds
   * @param askedAt when it was asked, on the monotonic clock: the answer was made between then and now
   */
  compare(at: number, askedAt: number): void {
    const mono = this.#clock.monotonicMs();
    const errorMs = (mono - askedAt) / 2;
    const shown = { at: at + errorMs, mono, errorMs };
    // An answer that took its time says less than an earlier one that was quick, as long as they fit.
    const fits = this.#last !== null && Math.abs(goneOn(this.#last, mono) - shown.at) <= errorMs;
    if (!this.#last || !fits || this.#last.errorMs >= errorMs) this.#last = shown;
    this.#noteAgreed();
  }

  /** What is known of it is right to half a second. */
  get isSure(): boolean {
    return this.#last !== null && this.#last.errorMs <= SURE_MS;
  }

  /** Which clock is ahead and by how much; null while they agree. */
  problem(): Told | null {
    const apartMs = this.#apartMs();
    if (apartMs === 0) return null;
    return told('clockOffDatabase', { byMs: Math.abs(apartMs), which: apartMs > 0 ? 'ahead' : 'behind' });
  }

  #noteAgreed(): void {
    if (this.#last && this.#apartMs() === 0) this.#agreed = this.#last;
  }

  /**
   * By how much the wall here is ahead, or behind where it is negative; 0 where that may be a correction, or an error of the
   * comparison. NTP keeps machines well within it.
   */
  #apartMs(): number {
    if (!this.#last) return 0;
    const apartMs = this.#clock.now() - goneOn(this.#last, this.#clock.monotonicMs());
    return Math.abs(apartMs) - this.#last.errorMs > TOLERATED_STEP_MS ? apartMs : 0;
  }
}
