import { CODES, type ToldCode } from './codes/codes.ts';
import { de } from './de/de.ts';
import { en } from './en/en.ts';
import { formatsOf, type Formats } from './formats.ts';
import { knownAgain } from './known-again.ts';
import type { Language } from './language.ts';
import type { Spoken, Told } from './told.ts';
import type { ToldBook } from './told-book.ts';
import type { WordsOf } from './words-of.ts';

/** `told` is reached by `tell` alone. */
type Catalogue = WordsOf<Omit<typeof en, 'told'>> & { readonly told: ToldBook };

/** All that is said in one language. */
export interface Words extends Omit<Catalogue, 'told'> {
  readonly language: Language;
  readonly formats: Formats;
  /** The sentence for something told. Parameters stand in it as they are: who shows it makes them harmless. */
  tell(told: Told): string;
  /** The same for what may be somebody else's words, which stay as they are. */
  spoken(spoken: Spoken): string;
  /** The same for what a runner said, whose own words travel in English: those are told in this language. */
  ofRunner(spoken: Spoken): string;
}

const made = new Map<Language, Words>();

/** Made once a language. */
export function wordsIn(language: Language): Words {
  const known = made.get(language) ?? makeWords(language);
  made.set(language, known);
  return known;
}

/** For logs of operators, for programs, and for whoever is older than codes. */
export const inEnglish = (told: Told): string => wordsIn('en').tell(told);

function makeWords(language: Language): Words {
  const { told: book, ...rest }: Catalogue = language === 'de' ? de : en;
  const tell = (told: Told): string => {
    const entry = entryOf(book, told.code);
    return typeof entry === 'string' ? entry : entry(told.params, tell);
  };
  const spoken = (each: Spoken): string => (typeof each === 'string' ? each : tell(each));
  return {
    ...rest,
    language,
    formats: formatsOf(language),
    tell,
    spoken,
    ofRunner: (each) =>
      spoken(typeof each === 'string' && language !== 'en' ? (knownAgain(each) ?? each) : each),
  };
}

type AnyEntry = string | ((params: Told['params'], tell: (told: Told) => string) => string);

/** Which parameters a code takes is checked where something told is made, and where it comes in. */
function entryOf(book: ToldBook, code: ToldCode): AnyEntry {
  if (!Object.hasOwn(CODES, code)) return code;
  return book[code] as AnyEntry;
}
