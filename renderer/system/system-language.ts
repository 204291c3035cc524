import { chooseLanguage, type Language } from '../../shared/words/language.ts';

/** What the system of this person prefers, as far as the page knows: until main says it. */
export const systemLanguage = (): Language => chooseLanguage(navigator.languages);
