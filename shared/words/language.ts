/** Those that Latchkey speaks, as BCP 47 names them. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What somebody chooses: what their system prefers, or one of ours. */
export const LANGUAGE_CHOICES = ['system', ...LANGUAGES] as const;

export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

export const isLanguage = (name: string): name is Language => LANGUAGES.some((each) => each === name);

/**
 * The first that Latchkey speaks of those that somebody prefers, the best first. Each is a tag of BCP 47 (`de-AT`) or a locale
 * of POSIX (`de_AT.UTF-8`); `C` and `POSIX` are English. English where none is spoken.
 */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const each of preferred) {
    const language = languageFor(each);
    if (language !== null) return language;
  }
  return 'en';
}

/** The same for one; null where it is not spoken. */
export function languageFor(tag: string): Language | null {
  const [name = ''] = tag.toLowerCase().split(/[-_.@:]/);
  if (isLanguage(name)) return name;
  return name === 'c' || name === 'posix' ? 'en' : null;
}
