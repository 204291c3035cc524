import type { inbox as en } from '../../en/window/inbox.ts';
import type { WordsOf } from '../../words-of.ts';

export const inbox: WordsOf<typeof en> = {
  title: 'Eingang',
  nothingWaits: 'Nichts wartet auf Sie',
  nothingWaitsText:
    'Fragt jemand Zugriff an, den Sie genehmigen können, kommt eine Benachrichtigung, und die Anfrage steht hier. Was Sie genehmigt haben, bleibt hier, bis es nachweislich weg ist.',
  nothingInList: 'Nichts wartet auf Sie.',
  theChosen: 'Die gewählte Anfrage',
  notHere: 'Diese Anfrage ist nicht hier',
  notHereText:
    'Sie wartet nicht auf Sie, und der Verlauf dieses Geräts hat sie nicht. Wählen Sie eine andere aus der Liste.',
  noLongerHere: 'Nicht mehr hier',
  waitsToBeSent: 'Noch nicht gesendet',
  moreToday: ({ count }) => `Und ${count} weitere von heute: Sie stehen im Verlauf.`,
  groups: {
    waiting: 'Warten auf Sie',
    sending: 'Beantwortet, noch nicht gesendet',
    trouble: 'Noch nicht weg',
    running: 'Von Ihnen genehmigt',
    recent: 'Vor Kurzem',
  },
  asksForAccess: ({ who }) => `${who} fragt Zugriff an`,
  approval: 'Genehmigung',
  answers: 'Antworten',
  sayWithoutAnswering: 'Etwas sagen, ohne zu antworten',
  withdrawn: ({ at }) => `Zurückgezogen: ${at}.`,
  lapsedUnanswered: ({ at }) => `Niemand hat rechtzeitig geantwortet. Verfallen: ${at}.`,
  countsOnce: ({ what }) => `${what}. Es zählt, sobald der Dienst es hat.`,
  by: ({ who }) => `von ${who}`,
  yourAnswer: 'Ihre Antwort',
  cannotAnswer: 'Sie können sie nicht mehr beantworten.',
  cannotAnswerUnsent:
    'Sie können sie nicht mehr beantworten. Was Sie geschrieben haben, wurde nicht gesendet.',
  comment: 'Kommentar',
  notSent: 'nicht gesendet',
  sayWhy: 'sagen Sie, warum',
  optional: 'optional, nötig zum Ablehnen',
  openInHistory: 'Im Verlauf öffnen',
  goOn: 'Weiter',
  tooOld: 'Dieses Latchkey ist zu alt für den Dienst: Nach einer Aktualisierung können Sie antworten.',
  altered: 'Der Verlauf stimmt nicht, darum kann von diesem Gerät niemand antworten.',
  tooLate: ({ at }) => `Verfallen (${at}): zu spät für eine Antwort.`,
  lapses: ({ at }) => `Die Anfrage verfällt: ${at}.`,
  approve: 'Genehmigen',
  approveHighRisk: 'Hohes Risiko genehmigen',
  deny: 'Ablehnen',
  confirm: 'Ich bestätige diesen Zugriff mit hohem Risiko:',
  leadsTo: {
    moreMust: ({ count }) =>
      `Nach Ihnen ${count === 1 ? 'muss noch 1 Person' : `müssen noch ${count} Personen`} genehmigen.`,
    nextStep: 'Nach Ihnen kommt der nächste Schritt.',
    access: ({ duration }) =>
      `Mit Ihrer Genehmigung wird der Zugriff jetzt eingerichtet. Er endet ${duration} nach dem Beginn.`,
  },
  became: {
    answered: ({ who }) => `${who} hat sie beantwortet`,
    notYours: 'Sie wartet nicht mehr auf Sie.',
    denied: ({ who }) => `${who} hat sie abgelehnt`,
    approved: ({ who }) => `${who} hat sie genehmigt`,
    granted: 'Die Richtlinie hat sie gewährt',
    withdrawn: ({ who }) => `${who} hat sie zurückgezogen`,
    lapsed: 'Niemand hat rechtzeitig geantwortet: verfallen',
    erased: 'Ihr Grund wurde gelöscht, darum geht sie nicht weiter',
    refused: 'Die Richtlinie hat sie abgewiesen',
  },
  done: {
    approve: 'Genehmigt.',
    deny: 'Abgelehnt.',
  },
  doneQueued: {
    approve: 'Genehmigt. Wird gesendet, sobald der Dienst erreichbar ist.',
    deny: 'Abgelehnt. Wird gesendet, sobald der Dienst erreichbar ist.',
  },
  problems: {
    press: 'Nichts wurde gesendet: Drücken Sie Genehmigen oder Ablehnen.',
    changed:
      'Währenddessen hat sich etwas geändert. Nichts wurde gesendet: Sehen Sie noch einmal hin, dann antworten Sie.',
    sayWhy: ({ who }) => `Sagen Sie, warum, damit ${who} weiß, was als Nächstes zu tun ist.`,
    confirm: 'Noch wurde nichts gesendet: Haken Sie dies an, wenn Sie es meinen, und genehmigen Sie dann.',
  },
};
