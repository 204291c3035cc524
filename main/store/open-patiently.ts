import { backoff } from '../../shared/lib/backoff.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { untilAborted } from '../../shared/system/until-aborted.ts';

/**
 * What `open` opens, tried until it can be opened: no room, no permission and too many open files pass, and somebody waits.
 * `onTrouble` is told of each fault, with a function that tries again at once. Null at once when `signal` aborts first, also
 * while it is being opened: then nobody is told of anything any more.
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
  const opened = async (): Promise<T | null> => {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        return await open();
      } catch (fault) {
        // Nobody waits for it any more.
        if (signal.aborted) break;
        const again = new AbortController();
        onTrouble(fault, () => again.abort());
        await untilAborted({ signals: [signal, again.signal], limitMs: null }, (pause) =>
          clock.sleep(backoff(attempt, Math.random()), pause),
        );
      }
    }
    return null;
  };
  return untilAborted({ signals: [signal], limitMs: null }, (over) =>
    Promise.race([opened(), whenAborted(over)]),
  );
}

function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
