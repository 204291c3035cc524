import { TRPCClientError } from '@trpc/client';
import { refusalSchema } from '../contract/request-schema.ts';
import type { Refusal } from '../domain/refusal.ts';

/** The refusal that a failed call carries, or null when it was not refused but failed. */
export function refusalOf(error: unknown): Refusal | null {
  if (!(error instanceof TRPCClientError)) return null;
  const parsed = refusalSchema.safeParse((error.data as { refusal?: unknown } | undefined)?.refusal);
  return parsed.success ? parsed.data : null;
}
