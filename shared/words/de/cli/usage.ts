import type { usage as en } from '../../en/cli/usage.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const usage: WordsOf<typeof en> = {
  titleUsage: 'Aufruf:',
  titleArguments: 'Argumente:',
  titleOptions: 'Optionen:',
  titleCommands: 'Befehle:',
  options: '[Optionen]',
  command: '[Befehl]',
  help: 'Hilfe zum Befehl zeigen',
  otherwise: ({ value }) => `(sonst: ${value})`,
  hint: 'Wie es geht, zeigt --help.',
  error: ({ sentence }) => `Fehler: ${sentence}`,
  unknownOption: ({ option }) => `Die Option „${option}“ gibt es nicht.`,
  unknownCommand: ({ command }) => `Den Befehl „${command}“ gibt es nicht.`,
  meant: ({ one }) => `(Meinten Sie ${one}?)`,
  meantOneOf: ({ several }) => `(Meinten Sie eines von diesen: ${several}?)`,
  missingArgument: ({ argument }) => `Das Argument „${argument}“ fehlt.`,
  missingValue: ({ option }) => `Der Option „${option}“ fehlt ihr Wert.`,
  missingOption: ({ option }) => `Die Option „${option}“ fehlt; sie ist nötig.`,
  invalidValue: ({ option, value, why }) => `Die Option „${option}“ kann nicht „${value}“ sein. ${why}`,
  tooMany: ({ expected, got }) =>
    `Zu viele Argumente: Es sind ${got}, erwartet ${f.plural(expected, { one: 'wird #', other: 'werden #' })}.`,
  tooManyFor: ({ command, expected, got }) =>
    `Zu viele Argumente für „${command}“: Es sind ${got}, erwartet ${f.plural(expected, { one: 'wird #', other: 'werden #' })}.`,
};
