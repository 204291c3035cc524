import type { App } from 'electron';
import { chooseLanguage, type Language, type LanguageChoice } from '../../shared/words/language.ts';

/** The language in force: the chosen one, or what the system of this person prefers. */
export const languageOf = (
  app: Pick<App, 'getPreferredSystemLanguages'>,
  choice: LanguageChoice,
): Language => (choice === 'system' ? chooseLanguage(app.getPreferredSystemLanguages()) : choice);
