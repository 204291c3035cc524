import type { DurationMs, Instant } from '../lib/time.ts';

/** Where all time comes from. Real: shared/system/system-clock.ts. Driven by tests: test/fakes/manual-clock.ts. */
export interface Clock {
  /** Wall-clock time, UTC. May jump, both ways. */
  now(): Instant;
  /** Milliseconds of a clock that never goes back and has no relation to the wall. */
  monotonicMs(): number;
  /**
   * Resolves after `ms` of monotonic time, or at once when `signal` aborts (it never rejects).
   * `ms` is clamped to [0, 30 s]: who waits longer re-reads its store in between.
   */
  sleep(ms: DurationMs, signal?: AbortSignal): Promise<void>;
}
