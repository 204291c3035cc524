import { formatsOf } from '../../formats.ts';
import type { settings as en } from '../../en/window/settings.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const settings: WordsOf<typeof en> = {
  title: 'Einstellungen',
  desktop: 'Dieser Desktop',
  theme: 'Farben',
  system: 'System',
  light: 'Hell',
  dark: 'Dunkel',
  language: 'Sprache',
  notifications: 'Benachrichtigungen',
  notificationsHint: 'Wenn etwas auf Sie wartet, wenn Zugriff bereit ist und bevor er endet.',
  warn: 'Warnen, bevor Zugriff endet',
  never: 'Nie',
  minutes: ({ count }) => f.plural(count, { one: '# Minute', other: '# Minuten' }),
  startAtLogin: 'Beim Anmelden starten',
  startAtLoginHint: 'Damit Ihr Zugriff pünktlich endet.',
  outbox: {
    title: 'Noch nicht gesendet',
    waiting: 'Wartet',
    sending: 'Wird gesendet',
    refused: 'Abgewiesen',
    onlyWhileWaiting: 'Zurücknehmen geht nur, solange es wartet',
    noLongerHere: 'Nicht mehr hier',
    what: ({ kind, title }) => `${kind}: ${title}`,
  },
  organisation: {
    title: 'Organisation',
    name: 'Name',
    you: 'Sie',
    owner: ', verantwortlich',
    service: 'Dienst',
    knownBy: 'Bekannt als',
    compare: 'Wer dazugehört, sieht dieselben acht Wörter: Vergleichen Sie sie, wo es darauf ankommt.',
    version: 'Version',
    nothingPublished: 'noch nichts veröffentlicht',
    people: 'Personen',
    files: 'Dateien',
    filesText:
      'Personen, Katalog und Richtlinie sind drei Dateien in diesem Ordner. Ändern Sie sie in einem Editor, und veröffentlichen Sie sie dann: Sie werden zuerst geprüft, und die alte Version gilt weiter, solange ein Fehler darin ist.',
    openFolder: 'Ordner öffnen',
    checking: 'Wird geprüft…',
    publish: 'Änderungen veröffentlichen',
  },
  proposal: {
    title: 'Vorgeschlagen',
    first: 'Noch gilt nichts. Der Ordner auf dem Computer des Dienstes wäre die erste Version.',
    differs: ({ version }) =>
      `Der Ordner auf dem Computer des Dienstes weicht von Version ${version} ab, die gerade gilt:`,
    wouldChange: 'Was sich ändern würde',
    onlyWriting: 'Nichts, außer wie es geschrieben ist.',
    more: ({ count }) => `Und ${count} weitere.`,
    publishing: 'Wird veröffentlicht…',
    publish: ({ version }) => `Version ${version} veröffentlichen`,
  },
  published: {
    refused: ({ mistakes }) =>
      `Nicht veröffentlicht: ${mistakes === 1 ? 'ein Fehler' : `${mistakes} Fehler`}.`,
    stays: ({ version }) => `Version ${version} gilt weiter.`,
    published: ({ version }) => `Veröffentlicht: Version ${version} gilt.`,
    unchanged: ({ version }) => `Nichts hat sich geändert: Version ${version} gilt.`,
    butRead: 'Aber lesen Sie dies:',
  },
  people: {
    title: 'Andere dazuholen',
    alone: 'Sie sind hier allein.',
    aloneText:
      'Niemand genehmigt die eigene Anfrage. Was eine Genehmigung braucht, braucht also eine zweite Person. Was die Richtlinie Selbstbedienung nennt, geht für Sie schon jetzt.',
    add: ({ file }) => `Tragen Sie die Person mit ihren Gruppen in ${file} ein.`,
    publish: 'Veröffentlichen Sie die Änderung.',
    make: 'Erstellen Sie eine Einladung, und senden Sie sie der Person. Sie gilt einmal, innerhalb von 24 Stunden.',
    invite: 'Einladen',
    writeId: 'Schreiben Sie die ID, die die Person in people.yaml hat.',
    makeInvite: 'Einladung erstellen',
    inviteFor: ({ who, until }) => `Einladung für ${who}, bis ${until}:`,
    pasteText:
      'Diese Zeile wird in das erste Fenster von Latchkey eingefügt. Senden Sie sie auf einem Weg, dem Sie vertrauen: Wer sie hat, tritt damit bei.',
    address: 'Adresse',
    code: 'Code',
    copy: 'Kopieren',
    copied: 'Einladung kopiert.',
    copyByHand: 'Markieren Sie die Zeile, und kopieren Sie sie.',
    ownOnly:
      'Der Dienst dieser Organisation läuft auf diesem Computer und antwortet nur Ihnen: Die Einladung gilt für einen anderen Desktop unter Ihrem Benutzer.',
    hereOnly:
      'Der Dienst dieser Organisation läuft auf diesem Computer und antwortet nur hier: Die Einladung gilt für einen anderen Desktop auf diesem Computer.',
    forTeam: ({ command }) => `Für ein Team starten Sie ${command} auf einem Rechner, den alle erreichen.`,
  },
};
