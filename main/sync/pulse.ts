import { TRPCClientError } from '@trpc/client';
import { isUnreachable } from '../../shared/client/is-unreachable.ts';
import { durationMs, type Instant } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** Who asked and has heard nothing for so long calls that slow. */
const SLOW_AFTER_MS = durationMs(3_000);

/**
 * Whether the service answers what it is asked. It is slow as long as something waits for its answer for more than 3 s,
 * and until it has answered something again.
 */
export interface Pulse {
  /** Asks, and keeps an eye on the answer. A refusal is an answer, too. */
  ask<T>(question: () => Promise<T>): Promise<T>;
  /** From now on nothing is told any more. */
  stop(): void;
}

export function createPulse(parts: {
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** `since`: when the first of what is not answered was asked. */
  readonly onSlow: (since: Instant) => void;
  readonly onAnswer: () => void;
}): Pulse {
  const { clock, onSlow, onAnswer } = parts;
  /** What waits for too long, with when it was asked. */
  const late = new Map<symbol, Instant>();
  let isSlow = false;
  let isStopped = false;

  const waitsTooLong = (question: symbol, since: Instant): void => {
    late.set(question, since);
    if (isSlow || isStopped) return;
    isSlow = true;
    onSlow(since);
  };
  const settle = (question: symbol, isAnswer: boolean): void => {
    late.delete(question);
    if (!isSlow || isStopped || late.size > 0 || !isAnswer) return;
    isSlow = false;
    onAnswer();
  };

  return {
    async ask(ask) {
      const question = Symbol('question');
      const since = clock.now();
      const settled = new AbortController();
      void clock.sleep(SLOW_AFTER_MS, settled.signal).then(() => {
        if (!settled.signal.aborted) waitsTooLong(question, since);
      });
      try {
        const value = await ask();
        settle(question, true);
        return value;
      } catch (fault) {
        // What the service refused, or failed to do, it has answered.
        settle(question, fault instanceof TRPCClientError && !isUnreachable(fault));
        throw fault;
      } finally {
        settled.abort();
      }
    },
    stop() {
      isStopped = true;
    },
  };
}
