import { refusalSchema } from '../contract/request-schema.ts';
import { RefusalError } from '../contract/refusal-error.ts';
import type { Refusal, RefusalCode } from '../domain/refusal.ts';

/** These say something about the caller or the moment, and nothing about what was reported. */
const NOT_AN_ANSWER: readonly RefusalCode[] = [
  'notSignedIn',
  'tooManyTries',
  'clockWentBack',
  'tooOld',
  'notSupported',
];

/** The refusal in what a call threw, here (`RefusalError`) or over the wire; null when the service has not decided. */
export function refusalOf(error: unknown): Refusal | null {
  const refusal = error instanceof RefusalError ? error.refusal : overTheWire(error);
  return refusal && !NOT_AN_ANSWER.includes(refusal.code) ? refusal : null;
}

function overTheWire(error: unknown): Refusal | null {
  const { data } = (error ?? {}) as { data?: { refusal?: unknown } };
  const parsed = refusalSchema.safeParse(data?.refusal);
  return parsed.success ? parsed.data : null;
}
