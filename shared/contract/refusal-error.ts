import type { Refusal } from '../domain/refusal.ts';
import { inEnglish } from '../words/words.ts';

/** A refusal on its way to the wire: the one boundary at which a refusal is thrown. */
export class RefusalError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(inEnglish(refusal.told));
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}

/** As it is sent: also in English, for clients that are older than what is told, and for whoever reads along. */
export const sentRefusal = (refusal: Refusal): Refusal & { readonly message: string } => ({
  ...refusal,
  message: inEnglish(refusal.told),
});
