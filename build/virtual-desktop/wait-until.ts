import { setTimeout as wait } from 'node:timers/promises';

/** How often the condition is looked at. */
const POLL_MS = 50;

/**
 * Waits until `probe` gives something else than undefined or false, and returns it.
 * @throws when that does not happen within `timeoutMs`; the message names `what` and the last error of the probe
 */
export async function waitUntil<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  do {
    try {
      const result = await probe();
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      lastError = error;
    }
    await wait(POLL_MS);
  } while (performance.now() < deadline);
  const reason = lastError instanceof Error ? `: ${lastError.message}` : '';
  throw new Error(`Waited ${timeoutMs} ms in vain for ${what}${reason}`);
}
