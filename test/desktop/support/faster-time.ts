import type { Seat } from './seat.ts';

/**
 * From now on time passes `factor` times as fast for the app's main process: wall clock, monotonic clock and timers, which
 * is all that its clock (shared/system/system-clock.ts) is made of. What a library like libfaketime does to a whole program,
 * done from outside through the debugger; its windows and the service go on as before. Whoever sleeps already is woken as
 * after a computer's sleep, or would sleep at the old pace.
 */
export async function makeTimeFaster(seat: Seat, factor: number): Promise<void> {
  await seat.app.evaluate(({ powerMonitor }, times) => {
    const wall = Date.now;
    const monotonic = performance.now.bind(performance);
    const timer = globalThis.setTimeout;
    const [wallStart, monotonicStart] = [wall(), monotonic()];
    Date.now = () => Math.round(wallStart + (wall() - wallStart) * times);
    performance.now = () => monotonicStart + (monotonic() - monotonicStart) * times;
    globalThis.setTimeout = Object.assign(
      (act: () => void, ms = 0) => timer(act, ms / times),
      timer,
    ) as typeof timer;
    powerMonitor.emit('resume');
  }, factor);
}

/** What the monotonic clock of the app's main process says, in milliseconds. */
export const timeInApp = (seat: Seat): Promise<number> => seat.app.evaluate(() => performance.now());
