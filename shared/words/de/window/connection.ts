import type { connection as en } from '../../en/window/connection.ts';
import type { WordsOf } from '../../words-of.ts';

export const connection: WordsOf<typeof en> = {
  online: ({ at }) => `Online seit ${at}`,
  slow: ({ at }) => `Langsam: keine Antwort seit ${at}`,
  asOfThen: 'Stand von damals',
  notYours: ({ at }) => `Nicht Ihr Dienst seit ${at}`,
  tooOld: ({ at }) => `Zu alt für den Dienst seit ${at}`,
  offline: ({ at }) => `Offline seit ${at}`,
  connecting: 'Verbindet…',
  signedOut: 'Abgemeldet',
  locked: 'Gesperrt',
  none: 'Nicht verbunden',
  slowWord: 'Langsam',
  tooOldWord: 'Zu alt',
  offlineWord: 'Offline',
  tryingNow: 'versucht es gerade…',
  nextTrySeconds: ({ count }) => `nächster Versuch in ${count} s`,
  nextTryMinutes: ({ count }) => `nächster Versuch in ${count} min`,
  addresses: ({ count }) => `eine von ${count} Adressen; antwortet sie nicht, werden die anderen versucht`,
};
