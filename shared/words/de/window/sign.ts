import { formatsOf } from '../../formats.ts';
import type { sign as en } from '../../en/window/sign.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const sign: WordsOf<typeof en> = {
  entries: ({ count }) => f.plural(count, { one: '# Eintrag', other: '# Einträge' }),
  fetching: ({ done, of }) => `Holt ${f.count(done)} von ${of}`,
  checking: ({ done, of }) => `Prüft die Unterschriften: ${f.count(done)} von ${of}`,
  indexing: ({ done, of }) => `Ordnet ein: ${f.count(done)} von ${of}`,
  progressDetail:
    'Die Einträge werden Seite für Seite geholt. Jeder wird mit dem verglichen, was das Protokoll unterschrieben hat, und darauf geprüft, wer ihn unterschrieben hat. Danach wird er eingeordnet.',
  altered: 'Verlauf verändert',
  newNotFetched: 'Neue Einträge nicht geholt',
  notFetched: 'Verlauf nicht geholt',
  notReadable: 'Verlauf nicht lesbar',
  notAsSigned: 'Nicht wie unterschrieben',
  notAsSignedDetail:
    'Die Einträge auf diesem Gerät sind nicht die, die das Protokoll unterschrieben hat. Sie werden neu geholt, sobald der Dienst erreichbar ist.',
  notYet: 'Noch nicht geprüft',
  notYetDetail: 'Der Verlauf wird geprüft, sobald der Dienst zum ersten Mal erreicht wird.',
  lastChecked: ({ at }) => `Zuletzt geprüft: ${at}.`,
  partly: ({ done, of }) => `Geprüft bis ${f.count(done)} von ${f.count(of)}`,
  partlyDetail: ({ done, of, last }) => `${done} von ${of} geprüft. ${last}`,
  verified: ({ count }) => `Geprüft bis ${f.count(count)}`,
  verifiedDetail: ({ all, last }) => `${all} geprüft, also alle. ${last}`,
};
