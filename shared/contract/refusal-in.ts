import type { Refusal } from '../domain/refusal.ts';
import { RefusalError } from './refusal-error.ts';
import { refusalSchema } from './request-schema.ts';

/** The refusal in what a call threw, here (`RefusalError`) or over the wire; null when it was not refused but failed. */
export function refusalIn(error: unknown): Refusal | null {
  if (error instanceof RefusalError) return error.refusal;
  const { data } = (error ?? {}) as { data?: { refusal?: unknown } | null };
  return refusalSchema.safeParse(data?.refusal).data ?? null;
}
