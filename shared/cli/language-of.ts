import { chooseLanguage, languageFor, type Language } from '../words/language.ts';

/** The language of a command line. `unspoken`: what its `--lang` says, where that is no language that Latchkey speaks. */
export interface Asked {
  readonly language: Language;
  readonly line: readonly string[];
  readonly unspoken: string | null;
}

/** Which options of the command that a line begins with take the word after them, whatever it looks like. */
type ValuedOptions = (line: readonly string[]) => Promise<ReadonlySet<string>>;

/**
 * The language of a command line, and the line without `--lang`: what that says, else the language of messages by POSIX, the
 * first of LC_ALL, LC_MESSAGES and LANG that says anything. English for one of these that Latchkey does not speak.
 */
export async function languageOf(
  given: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  valuedOf: ValuedOptions,
): Promise<Asked> {
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const language = chooseLanguage([LC_ALL || LC_MESSAGES || LANG || '']);
  const at = given.some(saysLanguage) ? await placeOf(given, valuedOf) : null;
  if (at === null) return { language, line: given, unspoken: null };
  const [, joined] = (given[at] ?? '').split('=');
  const named = joined ?? given[at + 1] ?? '';
  const meant = languageFor(named);
  return {
    language: meant ?? language,
    line: given.toSpliced(at, joined === undefined ? 2 : 1),
    unspoken: meant === null ? named : null,
  };
}

const saysLanguage = (word: string): boolean => word === '--lang' || word.startsWith('--lang=');

/** Where `--lang` stands as an option; null where it is what another option is given, or an argument. */
async function placeOf(given: readonly string[], valuedOf: ValuedOptions): Promise<number | null> {
  // Before the command no other option takes a word.
  let valued: ReadonlySet<string> | null = null;
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (word === '--') return null;
    if (saysLanguage(word)) return at;
    if (!word.startsWith('-')) valued ??= await valuedOf(given.slice(at));
    else if (valued?.has(word)) at += 1;
  }
  return null;
}
