import type { Operation } from '@trpc/client';
import { NeverSent } from './http-fetch.ts';

/** Changes nothing that is not as if it had been said once. All else that may be said twice is a statement, or has an idempotency key. */
const SAFE_TWICE: ReadonlySet<string> = new Set(['runner.heartbeat', 'pools.check']);

/** Whether a call that failed with `cause` may be said once more, there or elsewhere, although it may have been carried out. */
export function mayBeSentAgain(
  { type, path, input }: Pick<Operation, 'type' | 'path' | 'input'>,
  cause: unknown,
): boolean {
  if (type === 'query' || SAFE_TWICE.has(path) || cause instanceof NeverSent) return true;
  if (typeof input !== 'object' || input === null) return false;
  return 'idempotencyKey' in input || 'signed' in input;
}
