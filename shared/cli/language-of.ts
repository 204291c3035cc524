import { chooseLanguage, type Language } from '../words/language.ts';

/**
 * The language of a command line, and the line without `--lang`: what that says, else the language of messages by POSIX, the
 * first of LC_ALL, LC_MESSAGES and LANG that says anything. English for one that Latchkey does not speak.
 */
export function languageOf(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): { readonly language: Language; readonly line: readonly string[] } {
  const ends = given.indexOf('--');
  const at = given.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  if (at >= 0 && (ends < 0 || at < ends)) {
    const [, joined] = (given[at] ?? '').split('=');
    const named = joined ?? given[at + 1] ?? '';
    return { language: chooseLanguage([named]), line: given.toSpliced(at, joined === undefined ? 2 : 1) };
  }
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  return { language: chooseLanguage([LC_ALL || LC_MESSAGES || LANG || '']), line: given };
}
