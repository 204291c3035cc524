import type { PageClock } from '../system/page-clock.ts';

/** The current time for countdowns: moves once a second, and stands still while the window is hidden. */
export class Ticker {
  now = $state(0);
  readonly #clock: PageClock;

  constructor(clock: PageClock) {
    this.#clock = clock;
    this.now = clock.now();
  }

  run(): () => void {
    return this.#clock.everySecond(() => (this.now = this.#clock.now()));
  }
}
