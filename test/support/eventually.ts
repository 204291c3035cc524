import { vi } from 'vitest';

/** Asks again and again until `check` no longer throws, for a minute: a busy machine may take long. Its value. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 60_000, interval: 50 });
