import { TRPCClientError } from '@trpc/client';
import { RefusalError } from '../contract/refusal-error.ts';
import { refusalSchema } from '../contract/request-schema.ts';
import type { Refusal } from '../domain/refusal.ts';

/** The refusal that a failed call carries, of the service or of this side; null when it was not refused but failed. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError)) return null;
  if (error.cause instanceof RefusalError) return error.cause.refusal;
  const parsed = refusalSchema.safeParse((error.data as { refusal?: unknown } | undefined)?.refusal);
  return parsed.success ? parsed.data : null;
}
