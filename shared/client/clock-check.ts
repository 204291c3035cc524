import { TRPCClientError, type Operation, type OperationLink, type TRPCLink } from '@trpc/client';
import { observable, observableToPromise, tap, type Unsubscribable } from '@trpc/server/observable';
import type { AppRouter } from '../api/app-router.ts';
import { ENDS_ACCESS } from '../api/procedures.ts';
import { RefusalError } from '../contract/refusal-error.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { fieldOf } from '../formats/wire/field-of.ts';
import { MINUTE_MS } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';
import { told, type Told } from '../words/told.ts';

/** What somebody does is dated by their device: a clock that is further off says nothing that counts. In milliseconds. */
const MOST_APART_MS = 5 * MINUTE_MS;

type Next = Parameters<OperationLink<AppRouter>>[0]['next'];

/**
 * Compares this computer's clock with the service's, whenever the service says its time (`session.me`), and before the first
 * change. While they are more than five minutes apart no change is sent but what ends access; each looks again first, so
 * that all is well as soon as the clock is. A runner leases only what it has to end.
 */
export class ClockCheck {
  readonly #clock: Pick<Clock, 'now' | 'monotonicMs'>;
  #isKnown = false;
  #problem: Refusal | null = null;

  constructor(clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** A sentence that says which clock is off by how much; null while they agree, or before they were compared. */
  get problem(): Refusal | null {
    return this.#problem;
  }

  link(): TRPCLink<AppRouter> {
    return () =>
      ({ op, next }) => {
        if (op.path === 'session.me') return this.#listen(op, next);
        if (op.path === 'runner.lease') return next(this.#lease(op, next));
        if (op.type !== 'mutation' || ENDS_ACCESS.has(op.path)) return next(op);
        return observable((observer) => {
          let sent: Unsubscribable | null = null;
          let isOver = false;
          void this.#judge(op, next).then((problem) => {
            if (isOver) return;
            if (problem) observer.error(TRPCClientError.from(new RefusalError(problem)));
            else sent = next(op).subscribe(observer);
          });
          return () => {
            isOver = true;
            sent?.unsubscribe();
          };
        });
      };
  }

  async #judge(op: Operation, next: Next): Promise<Refusal | null> {
    if (!this.#isKnown || this.#problem) await this.#ask(op, next);
    return this.#problem;
  }

  /** What is to be ended is not held up by the question. */
  #lease(op: Operation, next: Next): Operation {
    if (this.#problem === null) return op;
    void this.#ask(op, next);
    return { ...op, input: { ...(op.input as object), revokeOnly: true } };
  }

  /** Where nobody answers, the change itself is told so. */
  async #ask({ context, signal, id }: Operation, next: Next): Promise<void> {
    const me = { id, context, signal, type: 'query', path: 'session.me', input: undefined } as const;
    await observableToPromise(this.#listen(me, next)).catch(() => undefined);
  }

  #listen(op: Operation, next: Next): ReturnType<Next> {
    const startedMs = this.#clock.monotonicMs();
    return next(op).pipe(
      tap({
        next: ({ result }) => {
          const said = fieldOf('data' in result ? result.data : null, 'serverTime');
          if (typeof said === 'number') this.#compare(said, this.#clock.monotonicMs() - startedMs);
        },
      }),
    );
  }

  /** The service said its time at some moment of those `tookMs`. */
  #compare(serverTime: number, tookMs: number): void {
    const aheadMs = this.#clock.now() - tookMs / 2 - serverTime;
    this.#isKnown = true;
    const isApart = Math.abs(aheadMs) - tookMs / 2 > MOST_APART_MS;
    this.#problem = isApart
      ? refuse('clocksApart', 'clocksApartHere', {
          byMs: clockDifference(aheadMs),
          which: aheadMs > 0 ? 'ahead' : 'behind',
        })
      : null;
  }
}

/** `aheadMs`: how far this computer's clock is ahead of the service's; less than zero where it is behind. */
export const clocksApartBy = (aheadMs: number): Told =>
  told('clocksDiffer', { byMs: clockDifference(aheadMs), which: aheadMs > 0 ? 'ahead' : 'behind' });

/** As it is told: whole minutes. */
const clockDifference = (aheadMs: number): number => Math.round(Math.abs(aheadMs) / MINUTE_MS) * MINUTE_MS;
