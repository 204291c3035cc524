import { formatsOf } from '../../formats.ts';
import type { notices as en } from '../../en/desktop/notices.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const notices: WordsOf<typeof en> = {
  open: 'Öffnen',
  accessFor: ({ duration }) => `Zugriff für ${duration}`,
  reminderFor: ({ duration }) => `Erinnerung: Zugriff für ${duration}`,
  asksForAccess: ({ who }) => `${who} fragt Zugriff an`,
  why: ({ why }) => `Grund: ${why}`,
  noReason: 'keiner angegeben',
  ticket: ({ ticket }) => `Ticket: ${ticket}`,
  approvals: ({ given, need }) => `Bisher ${given} von ${need} Genehmigungen`,
  approve: 'Genehmigen',
  deny: 'Ablehnen',
  openToAnswer: ({ risk }) => `${risk}: Öffnen Sie die Anfrage, um zu antworten.`,
  readFirst: 'Es steht mehr darin: Öffnen Sie die Anfrage, um alles zu lesen und zu genehmigen.',
  updateFirst: 'Dieses Latchkey ist zu alt zum Antworten: Aktualisieren Sie es zuerst.',
  askAgain: 'Der Grund wurde gelöscht: Es muss neu angefragt werden.',
  manyWait: ({ count }) => `${count} Anfragen warten auf Sie`,
  lastOf: ({ who }) => `Die letzte ist von ${who}.`,
  refused: {
    submit: 'Ihre Anfrage wurde abgewiesen',
    approve: 'Ihre Genehmigung wurde abgewiesen',
    deny: 'Ihre Ablehnung wurde abgewiesen',
    withdraw: 'Das Zurückziehen wurde abgewiesen',
    comment: 'Ihr Kommentar wurde abgewiesen',
    end: 'Das Beenden des Zugriffs wurde abgewiesen',
  },
  askedBy: ({ who, duration, why }) => `Angefragt von ${who} für ${duration}: ${why}`,
  alarm: 'Der Verlauf stimmt nicht',
  alarmBody: ({ sentence, isOwner, isKept }) =>
    `${sentence}\nNichts Neues davon wird geglaubt. Sagen Sie ${isOwner ? 'es denen, die den Dienst betreiben' : 'es einer verantwortlichen Person'}${isKept ? ', und heben Sie die Datei mit dem Nachweis auf' : ''}.`,
  commented: ({ who }) => `${who} hat kommentiert`,
  commentedOnYours: ({ who }) => `${who} hat Ihre Anfrage kommentiert`,
  whatAskedBy: ({ what, who }) => `${what}, angefragt von ${who}`,
  organisation: {
    isThisMeant: 'Ist das gewollt? Sehen Sie sofort nach',
    changed: 'Die Organisation hat sich geändert',
    notGranted: 'Zugriff wird gerade nicht gewährt',
    grantedAgain: 'Zugriff wird wieder gewährt',
  },
  request: {
    deniedYours: ({ who }) => `${who} hat Ihre Anfrage abgelehnt`,
    lapsed: 'Niemand hat Ihre Anfrage rechtzeitig beantwortet',
    askAgain: 'Fragen Sie noch einmal an, wenn Sie es noch brauchen.',
    policyChanged: 'Die Richtlinie hat sich inzwischen geändert',
    erased: 'Der Grund Ihrer Anfrage wurde gelöscht',
    policyRefused: 'Die Richtlinie hat Ihre Anfrage abgewiesen',
  },
  grant: {
    endsIn: ({ duration }) => `Zugriff endet in ${duration}`,
    copyCommand: 'Befehl kopieren',
    ready: 'Zugriff ist bereit',
    forLong: ({ duration }) => `für ${duration}`,
    countsAsGone: 'Zugriff gilt als weg',
    saidGone: ({ who }) => `Nicht nachgewiesen: ${who} sagt, dass er weg ist.`,
    notSetUp: 'Zugriff konnte nicht eingerichtet werden',
    nothingLeft: 'Nichts blieb zurück.',
    checkedGone: 'Es wurde geprüft, dass nichts geblieben ist.',
    endedBy: ({ who }) => `${who} hat Ihren Zugriff beendet`,
    gone: 'Zugriff ist weg',
    overdue: 'Zugriff sollte weg sein und ist es noch nicht',
    overdueOffline: 'Zugriff sollte weg sein, und der Dienst ist nicht zu fragen',
    stuck: 'Zugriff lässt sich nicht entziehen und braucht einen Menschen',
    heldBy: ({ what, who }) => `${what}, bei ${who}`,
  },
  press: {
    approved: 'Genehmigt',
    denied: 'Abgelehnt',
    approvalWaits: 'Ihre Genehmigung ist noch nicht gesendet',
    denialWaits: 'Ihre Ablehnung ist noch nicht gesendet',
    sentByItself:
      'Der Dienst antwortet gerade nicht. Die Antwort wird von selbst gesendet und zählt, wenn die Anfrage dann noch so ist, wie Sie sie gesehen haben.',
    about: ({ what, who, duration, why }) =>
      `${what}, angefragt von ${who} für ${duration}${why === '' ? '' : `: ${why}`}. `,
    deniedBody: ({ what, who }) => `${what}, angefragt von ${who}. Ohne Angabe eines Grundes.`,
    approvedBody: ({ what, who, progress }) => `${what} für ${who}: ${progress}`,
    moreMust: ({ count }) =>
      count === 1 ? 'noch 1 Person muss genehmigen.' : `noch ${count} Personen müssen genehmigen.`,
    moreMustNext: ({ count }) =>
      `im nächsten Schritt ${count === 1 ? 'muss noch 1 Person' : `müssen noch ${count} Personen`} genehmigen.`,
    worksUntil: ({ at }) => `er funktioniert bis ${at}.`,
    isSetUp: ({ duration }) => `er wird eingerichtet und funktioniert ab dann für ${duration}.`,
    answered: 'jemand anders hat schon geantwortet.',
    commandCopied: 'Befehl kopiert',
    pasteIt: 'Fügen Sie ihn in ein Terminal ein. Die Zwischenablage vergisst ihn nach einer Minute.',
  },
  /** Where nothing can be shown but how many there are. */
  counted: {
    requests: ({ count }: { count: number }) =>
      `${f.plural(count, { one: '# Anfrage wartet auf Ihre Antwort.', other: '# Anfragen warten auf Ihre Antwort.' })} Welche, sagt Latchkey im Fenster oder im Terminal.`,
    news: ({ count }: { count: number }) =>
      `${f.plural(count, { one: '# Neuigkeit.', other: '# Neuigkeiten.' })} Welche, sagt Latchkey im Fenster oder im Terminal.`,
  },
};
