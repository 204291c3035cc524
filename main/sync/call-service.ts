import { isUnreachable } from '../../shared/client/is-unreachable.ts';
import { refusalOf } from '../../shared/client/refusal-of.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';

/** How a call to the service went. `unreachable` may go better later; `failed` is the service's own fault. */
export type CallOutcome<T> =
  | { readonly kind: 'answered'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'unreachable'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** A call's outcome as a value. Never rejects. */
export async function callService<T>(call: () => Promise<T>): Promise<CallOutcome<T>> {
  try {
    return { kind: 'answered', value: await call() };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return { kind: 'refused', refusal };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: isUnreachable(error) ? 'unreachable' : 'failed', message };
  }
}
