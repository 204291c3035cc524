import { performance } from 'node:perf_hooks';
import { instant, type DurationMs } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';

/** The longest a sleeper sleeps: the time after which a moved clock or a forgotten wake-up is noticed at the latest. */
const LONGEST_SLEEP_MS = 30_000;

export const systemClock: Clock = {
  now: () => instant(Date.now()),
  monotonicMs: () => performance.now(),
  sleep: (ms: DurationMs, signal?: AbortSignal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(Math.max(ms, 0), LONGEST_SLEEP_MS));
      signal?.addEventListener('abort', done, { once: true });
    }),
};
