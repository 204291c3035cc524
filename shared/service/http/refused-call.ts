import { inEnglish } from '../../words/words.ts';
import { TRPCError } from '@trpc/server';
import { RefusalError } from '../../contract/refusal-error.ts';
import type { Refusal, RefusalCode } from '../../domain/refusal.ts';

/** What is not about too much. */
const CODES: Partial<Record<RefusalCode, TRPCError['code']>> = {
  oldNonce: 'UNAUTHORIZED',
  badProof: 'FORBIDDEN',
};

/** A refusal before any procedure runs, where tRPC wants an error of its own. */
export const refusedCall = (refusal: Refusal): TRPCError =>
  new TRPCError({
    code: CODES[refusal.code] ?? 'TOO_MANY_REQUESTS',
    message: inEnglish(refusal.told),
    cause: new RefusalError(refusal),
  });
