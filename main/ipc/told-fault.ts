import type { Told } from '../../shared/words/told.ts';

/** A fault that is told to people, with nothing in it that a page should not see. */
export class ToldFault extends Error {
  readonly told: Told;

  constructor(told: Told, options: ErrorOptions) {
    super(told.code, options);
    this.told = told;
  }
}
