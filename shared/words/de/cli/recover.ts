import type { recover as en } from '../../en/cli/recover.ts';
import type { WordsOf } from '../../words-of.ts';

export const recover: WordsOf<typeof en> = {
  what: 'für Verantwortliche, die kein Gerät mehr haben: dieses mit dem Wiederherstellungsschlüssel anmelden. Alle erfahren es',
  url: 'des Dienstes',
  as: 'wer von den Verantwortlichen Sie sind, wie in people.yaml',
  back: ({ organisation, who }) =>
    `Zurück in ${organisation} als ${who}. Alle erfahren es. Der Wiederherstellungsschlüssel ist verbraucht: Machen Sie einen anderen mit latchkey recovery-key, und entfernen Sie verlorene Geräte mit latchkey devices remove.`,
  newKey:
    'einen anderen Wiederherstellungsschlüssel machen, als Verantwortliche: Der vorige meldet niemanden mehr an. Alle erfahren es',
  key: ({ words }) =>
    `Wiederherstellungsschlüssel: ${words}\nSchreiben Sie ihn auf und halten Sie ihn von Computern fern: Er wird nur jetzt gezeigt. Er meldet ein Gerät von Verantwortlichen an, ein Mal.`,
  notTheWords:
    'Das sind nicht die Wörter eines Wiederherstellungsschlüssels: Es sind zwölf, und das letzte zeigt, ob alle stimmen. Sehen Sie jedes an, und tippen Sie sie noch einmal.',
  none: 'Übergeben Sie die zwölf Wörter des Wiederherstellungsschlüssels auf der Standardeingabe, oder führen Sie dies in einem Terminal aus, um gefragt zu werden.',
  ask: 'Wiederherstellungsschlüssel (zwölf Wörter): ',
  givenUp: 'Aufgegeben: Nichts wurde gesendet, und der Schlüssel wurde nicht benutzt.',
};
