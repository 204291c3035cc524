import type { about as en } from '../../en/cli/about.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const about: WordsOf<typeof en> = {
  id: 'Id',
  who: 'Wer',
  what: 'Was',
  for: 'Dauer',
  state: 'Stand',
  why: 'Grund',
  highRisk: ({ what }) => `HOHES RISIKO: ${what}`,
  waitsFor: ({ names }) => `wartet auf ${names}`,
  nobody: 'niemanden',
  stuck: 'hängt fest, nicht weg',
  overdue: 'überfällig',
  activeFor: ({ leftMs }) => `aktiv, noch ${f.duration(leftMs)}`,
  ending: 'geht zu Ende',
  settingUp: 'wird eingerichtet',
  waitsForRunner: ({ pools }) => `wartet auf einen Runner des Pools ${pools}`,
  because: ({ status, why }) => `${status}: ${why}`,
  fullRequest: 'Anfrage',
  fullRisk: 'Risiko',
  fullWho: 'Wer',
  fullWhat: 'Was',
  fullFor: 'Dauer',
  fullKey: 'SSH-Schlüssel',
  fullWhy: 'Grund',
  fullTicket: 'Ticket',
  highRiskInFull: 'HOHES RISIKO: Wer genehmigt, wird noch einmal gefragt',
  confirmed: ({ who, what, forMs }) => `${who} bekommt ${what} für ${f.exactDuration(forMs)}`,
  confirm: ({ what }) => `HOHES RISIKO: ${what}. Schreiben Sie ja, um zu genehmigen: `,
};
