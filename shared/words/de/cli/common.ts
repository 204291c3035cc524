import type { common as en } from '../../en/cli/common.ts';
import type { WordsOf } from '../../words-of.ts';

export const common: WordsOf<typeof en> = {
  json: 'als ein JSON-Dokument',
  jsonAfter: 'die Anfrage danach als ein JSON-Dokument ausgeben',
  requestId: 'der Anfrage, oder ihr Anfang',
  grantId: 'eines Zugriffs, oder einer Anfrage für alles, was sie gewährt hat; ihr Anfang genügt',
  personId: 'Id wie in people.yaml',
  yes: 'ja',
  y: 'j',
  no: 'nein',
  n: 'n',
  notAllWritten: ({ why }) =>
    `Nicht alles konnte geschrieben werden: ${why}. Was der Befehl getan hat, ist getan. Schaffen Sie Platz oder schreiben Sie woandershin, und sehen Sie noch einmal nach.`,
  cannotReach: ({ why }) =>
    `Der Dienst ist nicht zu erreichen (${why}). Prüfen Sie, ob er läuft, und das Netz.`,
  cannotReachSocket: ({ why }) => `Der Dienst ist nicht zu erreichen (${why}). Prüfen Sie, ob er läuft.`,
  noneAnswers: ({ count, why }) =>
    `Keine der ${count} Adressen des Dienstes antwortet (${why}). Prüfen Sie, ob er läuft, und das Netz.`,
  noAnswer: 'keine Antwort',
  idForm: ({ look }) =>
    `Eine ID besteht aus Kleinbuchstaben und Ziffern, und vier davon sagen, welche es ist. Finden Sie sie mit: ${look}`,
};
