import { TRPCClientError } from '@trpc/client';
import { RefusalError } from '../contract/refusal-error.ts';
import type { Refusal } from '../domain/refusal.ts';
import { refusalIn } from '../formats/wire/refusal-in.ts';

/** The refusal that a failed call carries, of the service or of this side; null when it was not refused but failed. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError)) return null;
  if (error.cause instanceof RefusalError) return error.cause.refusal;
  return refusalIn(error);
}
