import type { Refusal } from '../domain/refusal.ts';

/** A refusal on its way to the wire: the one boundary at which a refusal is thrown. */
export class RefusalError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'RefusalError';
    this.refusal = refusal;
  }
}
