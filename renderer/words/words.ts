import type { Language } from '../../shared/words/language.ts';
import { wordsIn, type Words } from '../../shared/words/words.ts';

let current = wordsIn('en');

/** What this window says, in the language that main chose. Where that changes, everything is drawn anew (`{#key}`). */
export const words = (): Words => current;

export const speak = (language: Language): void => {
  current = wordsIn(language);
};
