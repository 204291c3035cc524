import type { request as en } from '../../en/cli/request.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const request: WordsOf<typeof en> = {
  what: 'Zugriff für eine Weile anfragen',
  entitlement: 'Ids wie in latchkey catalog',
  for: 'wie lange, zum Beispiel 45m oder 2h',
  reason: 'warum: Wer genehmigt, liest es',
  ticket: 'wo die Arbeit beschrieben ist',
  wait: ({ otherwise }) =>
    `warten, bis der Zugriff geht, und die Zugangsdaten ausgeben, ein Mal (${otherwise})`,
  waitTime: ({ problem, otherwise }) =>
    `${problem} --wait nimmt das Wort, das ihm folgt: Schreiben Sie davor, was Sie anfragen, oder die Zeit gleich dazu (--wait=${otherwise}).`,
  stands: ({ id, state }) => `Anfrage ${id}: ${state}. Wie es weitergeht, zeigt: latchkey requests`,
  waiting: ({ id, state }) => `Anfrage ${id}: ${state}…`,
  noRunner: ({ id, pools }) =>
    `Anfrage ${id} wartet noch auf einen Runner des Pools ${pools}: Keiner hat sie übernommen. Wer den Dienst betreibt, kann einen starten (latchkey runner --pool NAME) oder „pool“ in catalog.yaml berichtigen.`,
  notReady: ({ afterMs }) => `Gewartet wurde ${f.duration(afterMs)}, und der Zugriff ist nicht bereit`,
  notDecided: ({ afterMs }) => `Gewartet wurde ${f.duration(afterMs)}, und nichts ist entschieden`,
  interrupted: 'Unterbrochen',
  takeBack: ({ why, now, command }) =>
    `${why} (${now}). Die Anfrage bleibt bestehen; nehmen Sie sie zurück mit: ${command}`,
  partly: ({ sentences }) => `Nicht alles davon geht. ${sentences}`,
  denied: ({ who }) => `${who} hat abgelehnt`,
  deniedSo: ({ who, comment }) => `${who} hat abgelehnt: ${comment}`,
  withdrawn: 'Die Anfrage wurde zurückgezogen.',
  lapsed: 'Niemand hat rechtzeitig geantwortet: Die Anfrage ist verfallen. Fragen Sie noch einmal an.',
};
