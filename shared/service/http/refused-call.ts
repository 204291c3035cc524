import { TRPCError } from '@trpc/server';
import { RefusalError } from '../../contract/refusal-error.ts';
import type { Refusal } from '../../domain/refusal.ts';

/** A refusal before any procedure runs, where tRPC wants an error of its own. */
export const refusedCall = (refusal: Refusal): TRPCError =>
  new TRPCError({
    code: 'TOO_MANY_REQUESTS',
    message: refusal.message,
    cause: new RefusalError(refusal),
  });
