import { refusalIn } from '../formats/wire/refusal-in.ts';
import type { Refusal, RefusalCode } from '../domain/refusal.ts';

/** These say something about the caller or the moment, and nothing about what was reported. */
const NOT_AN_ANSWER: readonly RefusalCode[] = [
  'notSignedIn',
  'oldNonce',
  'badProof',
  'tooManyTries',
  'clockWentBack',
  'clientTooOld',
  'notSupported',
];

/** The refusal in what a call threw; null when the service has not decided. */
export function refusalOf(error: unknown): Refusal | null {
  const refusal = refusalIn(error);
  return refusal && !NOT_AN_ANSWER.includes(refusal.code) ? refusal : null;
}
