import { formatsOf } from '../../formats.ts';
import type { request as en } from '../../en/window/request.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const request: WordsOf<typeof en> = {
  title: 'Zugriff anfragen',
  yours: 'Ihre Anfrage',
  newRequest: 'Neue Anfrage',
  howLong: 'Wie lange',
  atMost: ({ duration }) => `höchstens ${duration}`,
  policyAllows: ({ duration }) => `Die Richtlinie erlaubt höchstens ${duration}`,
  duration: 'Dauer',
  why: 'Warum',
  whyNote: ({ least }) => `mindestens ${least} Zeichen`,
  whyPlaceholder: 'Was haben Sie damit vor?',
  ticket: 'Ticket',
  optional: 'optional',
  altered: 'Der Verlauf stimmt nicht: Von diesem Gerät kann nichts angefragt werden.',
  tooOld: 'Dieses Latchkey ist zu alt für den Dienst: Anfragen geht erst nach einer Aktualisierung.',
  offline: 'Sie sind offline: Die Anfrage bleibt hier und wird gesendet, sobald der Dienst erreichbar ist.',
  getAccess: 'Zugriff holen',
  requestAccess: 'Zugriff anfragen',
  queued: 'Ihre Anfrage wird gesendet, sobald der Dienst erreichbar ist.',
  wasSent: 'Ihre Anfrage ist gesendet.',
  notSent: ({ why }) => `Ihre Anfrage: ${why}`,
  finder: {
    atOnce: 'Sofort',
    approval: 'Genehmigung',
    notForYou: 'Nicht für Sie',
    depends: 'Kommt darauf an',
    takeOut: 'Herausnehmen: ',
    label: 'Was brauchen Sie?',
    placeholder: 'Nach Titel, ID oder Schlagwort suchen',
    placeholderMore: 'Noch etwas hinzufügen',
    catalog: 'Katalog',
    emptyForOwner:
      'Der Katalog ist leer. Sie sind verantwortlich und können ihn füllen: Veröffentlichen Sie die Dateien der Organisation.',
    empty:
      'Der Katalog ist leer. Ihn füllt, wer verantwortlich ist und die Dateien der Organisation veröffentlicht.',
    nothingFits: 'Nichts passt. Versuchen Sie es mit weniger Buchstaben.',
    more: ({ count }) => `Und ${f.count(count)} weitere: Tippen Sie etwas, um sie zu finden.`,
    found: ({ found, chosen }) => `${found} gefunden, ${chosen} gewählt`,
  },
  preview: {
    label: 'Was die Richtlinie sagt',
    none: 'Wie es weitergeht',
    asking: 'Fragt die Richtlinie…',
    cannotAsk: 'Die Richtlinie ist gerade nicht zu fragen',
    auto: 'Sofort gewährt',
    review: 'Braucht eine Genehmigung',
    refused: 'Von der Richtlinie abgewiesen',
    depends: 'Das kommt darauf an',
    apart: 'Niemand zählt in zwei davon.',
    choose:
      'Wählen Sie, was Sie brauchen. Während Sie tippen, steht hier, wer genehmigen muss und wie lange Sie es haben dürfen.',
    catalogSays: 'Was der Katalog sagt:',
    reminded: ({ every }) => `, Erinnerung alle ${every}`,
    atMost: 'Höchstens',
    clockStarts: 'Die Uhr läuft',
    whenItWorks: 'sobald der Zugriff funktioniert',
  },
  problems: {
    choose: 'Wählen Sie aus der Liste, was Sie brauchen.',
    atMost: ({ duration }) => `Die Richtlinie erlaubt dafür höchstens ${duration}.`,
    sayWhy: 'Sagen Sie, warum Sie es brauchen: Das liest zuerst, wer genehmigt.',
    sayMore: ({ least }) => `Sagen Sie etwas mehr: Die Richtlinie verlangt mindestens ${least} Zeichen.`,
    ticket: 'Die Richtlinie verlangt dafür ein Ticket.',
  },
};
