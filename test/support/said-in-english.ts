import type { Spoken } from '../../shared/words/told.ts';
import { wordsIn } from '../../shared/words/words.ts';

/** What somebody is told, as a sentence to compare. */
export const saidInEnglish = (spoken: Spoken): string => wordsIn('en').spoken(spoken);
