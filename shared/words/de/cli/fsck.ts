import type { fsck as en } from '../../en/cli/fsck.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const fsck: WordsOf<typeof en> = {
  what: 'die Datenbank eines angehaltenen Dienstes gegen sein Protokoll prüfen und neu anlegen, was daraus errechnet ist',
  database: 'ein PostgreSQL, das Dienste sich teilen; keiner davon darf laufen',
  rebuild: 'richtigstellen, was nicht so ist, wie das Protokoll sagt',
  withDatabase: 'Mit --database liegt die Datenbank nicht in einem Datenordner: Lassen Sie --data weg.',
  failed: ({ where, why }) => `${where}: ${why}`,
  headTable: 'Tabelle',
  headRow: 'Zeile',
  headProblem: 'was falsch ist',
  andMore: ({ count }) => `Und ${f.count(count)} weitere.`,
  counts: ({ entries, requests, root }) =>
    `${f.plural(entries, { one: '# Eintrag', other: '# Einträge' })}, ${f.plural(requests, { one: '# Anfrage', other: '# Anfragen' })}; die Wurzel des Protokolls ist ${root}`,
  allWell: ({ counts }) => `Alles ist so, wie das Protokoll sagt: ${counts}.`,
  putRight: ({ counts }) => `Alles davon wurde richtiggestellt: ${counts}.`,
  folderDamaged:
    'Das Protokoll selbst ist beschädigt, darum wurde nichts geschrieben. Heben Sie diesen Ordner auf, und stellen Sie ein Backup wieder her: latchkey restore.',
  databaseDamaged:
    'Das Protokoll selbst ist beschädigt, darum wurde nichts geschrieben. Heben Sie diese Datenbank auf, und stellen Sie ein Backup wieder her: latchkey restore.',
  rowsWrong: ({ count }) =>
    `${f.plural(count, { one: '# Zeile ist', other: '# Zeilen sind' })} nicht so, wie das Protokoll sagt. Das Protokoll ist unversehrt: latchkey fsck --rebuild stellt es richtig.`,
};
