import { LIMITS } from '../contract/limits.ts';
import { durationMs, SECOND_MS } from '../lib/time.ts';
import type { Refusal } from '../domain/refusal.ts';
import { backoff } from '../lib/backoff.ts';
import { shortText } from '../lib/short-text.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Clock } from '../ports/clock.ts';
import { refusalOf } from './refusal-of.ts';

/** A call that takes longer counts as not answered. */
const CALL_TIMEOUT_MS = durationMs(30 * SECOND_MS);

/** `unreached`: nothing was decided, call again. `refused`: the service decided. */
export type CallFailure =
  | { readonly kind: 'unreached'; readonly message: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * The way to the service, for everything in a runner that calls it: after a failure all of them pause together, so that
 * a thousand reports do not knock on a closed door, and go on together when one call gets through.
 */
export class ServiceLink {
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly onChange: () => void;
  private failures = 0;
  private openAtMono = 0;
  /** Why the service cannot be reached; null while it can. */
  trouble: string | null = null;
  /** Grows each time that the service is reached again: what waited for longer pauses need not. */
  generation = 0;

  constructor(clock: Clock, random: () => number, onChange: () => void) {
    this.clock = clock;
    this.random = random;
    this.onChange = onChange;
  }

  /** Milliseconds until a call may be made. */
  waitMs(): number {
    return Math.max(0, this.openAtMono - this.clock.monotonicMs());
  }

  async call<T>(work: () => Promise<T>): Promise<Result<T, CallFailure>> {
    const ended = new AbortController();
    const late = this.clock.sleep(CALL_TIMEOUT_MS, ended.signal).then(() => {
      throw new Error('The service did not answer in time.');
    });
    late.catch(() => undefined);
    try {
      const value = await Promise.race([work(), late]);
      this.reached();
      return ok(value);
    } catch (error) {
      return err(this.failed(error));
    } finally {
      ended.abort('answered');
    }
  }

  private failed(error: unknown): CallFailure {
    const refusal = refusalOf(error);
    if (refusal) {
      this.reached();
      return { kind: 'refused', refusal };
    }
    const message = shortText(error instanceof Error ? error.message : String(error), LIMITS.messageLength);
    // Calls that were under way when the first one failed tell nothing new.
    if (this.waitMs() === 0) {
      this.openAtMono = this.clock.monotonicMs() + backoff(this.failures, this.random());
      this.failures += 1;
    }
    if (this.trouble === null) {
      this.trouble = message;
      this.onChange();
    }
    return { kind: 'unreached', message };
  }

  private reached(): void {
    this.failures = 0;
    this.openAtMono = 0;
    if (this.trouble === null) return;
    this.trouble = null;
    this.generation += 1;
    this.onChange();
  }
}
