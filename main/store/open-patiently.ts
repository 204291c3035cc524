import { backoff } from '../../shared/lib/backoff.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/**
 * What `open` opens, tried until it can be opened: no room, no permission and too many open files pass, and somebody waits.
 * `onTrouble` is told of each fault, with a function that tries again at once. Null when `signal` aborts first.
 */
export async function openPatiently<T>(
  open: () => Promise<T>,
  parts: {
    readonly clock: Pick<Clock, 'sleep'>;
    readonly signal: AbortSignal;
    readonly onTrouble: (fault: unknown, tryNow: () => void) => void;
  },
): Promise<T | null> {
  const { clock, signal, onTrouble } = parts;
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      return await open();
    } catch (fault) {
      const pause = new AbortController();
      const end = (): void => pause.abort();
      signal.addEventListener('abort', end, { once: true });
      onTrouble(fault, end);
      await clock.sleep(backoff(attempt, Math.random()), pause.signal);
      signal.removeEventListener('abort', end);
    }
  }
  return null;
}
