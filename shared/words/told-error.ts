import { asWritten, type Told } from './told.ts';
import { inEnglish } from './words.ts';

/** A fault that people are told in a sentence. `message` is the English one, for logs. */
export class ToldError extends Error {
  readonly told: Told;

  constructor(told: Told, options?: ErrorOptions) {
    super(inEnglish(told), options);
    this.told = told;
  }
}

/** What people are told of a fault; null where that is not ours to say. */
export const toldIn = (fault: unknown): Told | null => (fault instanceof ToldError ? fault.told : null);

/** The same, with the words of whatever else was thrown. */
export const toldOfFault = (fault: unknown): Told =>
  toldIn(fault) ?? asWritten(fault instanceof Error ? fault.message : String(fault));
