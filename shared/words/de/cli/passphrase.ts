import type { passphrase as en } from '../../en/cli/passphrase.ts';
import type { WordsOf } from '../../words-of.ts';

export const passphrase: WordsOf<typeof en> = {
  what: 'die Schlüssel dieses Geräts mit einer Passphrase schützen, sie ändern oder sie wegnehmen',
  file: 'wo die jetzige steht, nur für Sie lesbar; sonst wird sie erfragt',
  newFile: 'wo die neue steht, nur für Sie lesbar; sonst wird sie erfragt',
  remove: 'die Schlüssel in einer Datei mit Modus 0600 aufbewahren, für die nichts erfragt wird',
  chooseOne: 'Wählen Sie --remove oder --new-passphrase-file, nicht beides.',
  noTerminal:
    'Es gibt kein Terminal, um nach der neuen Passphrase zu fragen: Nennen Sie mit --new-passphrase-file FILE eine Datei, in der sie steht (Modus 0600).',
  set: 'Die Schlüssel dieses Geräts sind jetzt durch die Passphrase geschützt. Niemand kann sie wiederherstellen: Wer sie vergisst, tritt mit einer Einladung neu bei. Frühere Kopien der Datei, etwa in einem Backup, lassen sich weiter ohne sie öffnen.',
  changed:
    'Die Passphrase ist geändert. Frühere Kopien der Datei, etwa in einem Backup, lassen sich weiter mit der alten öffnen.',
  removed:
    'Die Schlüssel dieses Geräts liegen in einer Datei, die nur Ihr Benutzer lesen kann (Modus 0600). Es wird nichts mehr erfragt.',
  option:
    'wo die Passphrase der Schlüssel dieses Geräts steht, nur für Sie lesbar (Modus 0600); sonst wird sie erfragt',
  ask: 'Passphrase der Schlüssel dieses Geräts: ',
  locked:
    'Die Schlüssel dieses Geräts sind durch eine Passphrase geschützt, und es gibt kein Terminal, um danach zu fragen. Nennen Sie eine Datei, in der sie steht und die nur Sie lesen können (Modus 0600): --passphrase-file FILE.',
  givenUp: 'Aufgegeben: Nichts wurde getan.',
  askNew: 'Neue Passphrase (sie wird nicht gezeigt): ',
  onceMore: 'Noch einmal: ',
  notTheSame: 'Das waren nicht dieselben.',
  howKept: `Die Schlüssel dieses Geräts können auf zwei Arten aufbewahrt werden:
  mit einer Passphrase: Jeder Befehl fragt danach. Ein gestohlener Datenträger oder ein Backup ist ohne sie nichts wert. Niemand kann sie wiederherstellen: Wer sie vergisst, tritt mit einer Einladung neu bei.
  in einer Schlüsseldatei: Nichts wird erfragt. Nur Ihr Benutzer kann sie lesen (Modus 0600), und wer Ihren Datenträger oder ein Backup davon liest, kann es auch.`,
  whether: 'Mit einer Passphrase schützen? Schreiben Sie ja oder nein: ',
};
