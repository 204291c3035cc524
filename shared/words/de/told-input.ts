import type { INPUT } from '../codes/input.ts';
import { formatsOf } from '../formats.ts';
import type { BookOf } from '../told-book.ts';

const f = formatsOf('de');

export const input: BookOf<keyof typeof INPUT> = {
  durationUnit: ({ text }) => `Schreiben Sie die Einheit dazu: ${text}m, ${text}h oder ${text}d.`,
  durationNothing: 'Eine Dauer muss länger als nichts sein. Schreiben Sie zum Beispiel 45m oder 2h.',
  durationYear: 'Das ist mehr als ein Jahr. Schreiben Sie eine kürzere Dauer, zum Beispiel 45m oder 2h.',
  durationForm: 'Das ist keine Dauer. Schreiben Sie zum Beispiel 90s, 45m, 2h, 1h30m oder 1d.',
  passphraseShort: ({ least }) =>
    `Eine Passphrase hat mindestens ${f.count(least)} Zeichen: Mehrere Wörter sind schwer zu raten und leicht zu merken.`,
  passphraseLong: ({ most }) => `Eine Passphrase hat höchstens ${f.count(most)} Zeichen.`,
  callUnreadable: 'Der Aufruf war nicht zu lesen. Prüfen Sie, ob Client und Dienst dieselbe Version haben.',
  theInput: 'Die Eingabe',
  isTooShort: ({ least }) => `ist zu kurz: mindestens ${f.count(least)} Zeichen`,
  isTooLong: ({ most }) => `ist zu lang: höchstens ${f.count(most)} Zeichen`,
  hasTooFew: ({ least }) => `ist zu kurz: mindestens ${f.count(least)} davon`,
  hasTooMany: ({ most }) => `ist zu lang: höchstens ${f.count(most)} davon`,
  isTooSmall: ({ least }) => `ist zu klein: mindestens ${f.count(least)}`,
  isTooLarge: ({ most }) => `ist zu groß: höchstens ${f.count(most)}`,
  isMissingOrWrong: 'fehlt oder ist von falscher Art',
  isOfWrongKind: 'ist von falscher Art',
  isWrittenOtherwise: 'ist nicht so geschrieben, wie es sein muss',
  hasUnknownField: 'hat ein Feld, das hier nicht bekannt ist',
  isNoneKnown: 'ist keiner der Werte, die hier bekannt sind',
  hasNul: 'enthält ein NUL-Zeichen, das kein Text braucht',
  hasHalfCharacter: 'enthält ein halbes Zeichen, das kein Text ist',
  isNotInOrder: 'ist nicht in der richtigen Reihenfolge',
};
