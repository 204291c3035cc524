import type { Spoken } from '../../shared/words/told.ts';
import { wordsIn } from '../../shared/words/words.ts';

/** Matches what is told as it is read in English. `expected`: the sentence, or a part of it as a pattern. */
export const inWords = (expected: string | RegExp): { asymmetricMatch(told: Spoken): boolean } => ({
  asymmetricMatch(told) {
    const sentence = saidInEnglish(told);
    return typeof expected === 'string' ? sentence === expected : expected.test(sentence);
  },
});

/** The same for a part of the sentence. */
export const inWordsWith = (part: string): { asymmetricMatch(told: Spoken): boolean } => ({
  asymmetricMatch: (told) => saidInEnglish(told).includes(part),
});

/** What somebody is told, as a sentence to compare. */
export const saidInEnglish = (spoken: Spoken): string => wordsIn('en').spoken(spoken);
