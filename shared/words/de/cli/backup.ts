import type { backup as en } from '../../en/cli/backup.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const backup: WordsOf<typeof en> = {
  what: 'den Datenordner des Dienstes kopieren, auch während er läuft: Datenbank, Schlüssel, das Journal seines Runners',
  dir: 'wohin; noch nicht da, oder leer',
  data: 'der Datenordner des Dienstes (ein Ordner in LATCHKEY_HOME)',
  database:
    'das PostgreSQL, das der Dienst mit anderen teilt, wenn er es tut: mit dem Ordner gesichert und wiederhergestellt',
  passwordFile: 'wo sein Passwort steht, nur für Sie lesbar; sonst PGPASSFILE',
  noFile: ({ path }) => `Nicht im Backup, da es keine Datei ist: ${path}`,
  name: ({ path }) => `Nicht im Backup, da sich der Name nicht aufbewahren lässt: ${path}`,
  done: ({ dir, what }) => `Gesichert in ${dir}: ${what}. Halten Sie es so geheim wie den Dienst selbst.`,
  restore: 'den Datenordner des Dienstes aus einem Backup neu anlegen, wo keiner ist',
  from: 'was „latchkey backup“ geschrieben hat',
  restored: ({ dir, what }) => `Wiederhergestellt in ${dir}: ${what}. Das Protokoll ist bestätigt.`,
  restoredBoth: ({ dir, what }) =>
    `Wiederhergestellt in ${dir} und der Datenbank: ${what}. Das Protokoll ist bestätigt.`,
  afterwards: ({ page }) =>
    `Wer spätere Einträge gesehen hat, schlägt Alarm, und was später gewährt wurde, ist hier nicht bekannt. Geräte, die seit dem Backup entfernt wurden, sind wieder angemeldet, und ein seither ersetzter Wiederherstellungsschlüssel gilt wieder: Entfernen Sie jene noch einmal, und machen Sie einen anderen Schlüssel (latchkey recovery-key). Was zu tun ist: ${page}`,
  entries: ({ organisation, count }) =>
    `${organisation}, ${f.plural(count, { one: '# Eintrag', other: '# Einträge' })}`,
  entriesUpTo: ({ organisation, count, lastAt }) =>
    `${organisation}, ${f.plural(count, { one: '# Eintrag', other: '# Einträge' })} bis ${f.moment(lastAt)}`,
};
