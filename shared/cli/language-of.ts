import { chooseLanguage, languageFor, type Language } from '../words/language.ts';

/** The language of a command line. `unspoken`: what its `--lang` says, where that is no language that Latchkey speaks. */
interface Asked {
  readonly language: Language;
  readonly line: readonly string[];
  readonly unspoken: string | null;
}

/**
 * The language of a command line, and the line without `--lang`: what that says, else the language of messages by POSIX, the
 * first of LC_ALL, LC_MESSAGES and LANG that says anything. English for one of these that Latchkey does not speak.
 */
export function languageOf(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Asked {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const language = chooseLanguage([LC_ALL || LC_MESSAGES || LANG || '']);
  const ends = given.indexOf('--');
  const at = given.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at < 0 || (ends >= 0 && at > ends)) return { language, line: given, unspoken: null };
  const [, joined] = (given[at] ?? '').split('=');
  const named = joined ?? given[at + 1] ?? '';
  const meant = languageFor(named);
  return {
    language: meant ?? language,
    line: given.toSpliced(at, joined === undefined ? 2 : 1),
    unspoken: meant === null ? named : null,
  };
}
