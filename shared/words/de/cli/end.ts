import type { end as en } from '../../en/cli/end.ts';
import type { WordsOf } from '../../words-of.ts';

export const end: WordsOf<typeof en> = {
  what: 'Zugriff zurückgeben oder den von anderen beenden, bevor seine Zeit um ist',
  reason: 'warum',
  gone: 'als Verantwortliche sagen, dass Zugriff weg ist, der festhängt; --reason sagt, woher Sie es wissen',
  countsAsGone: ({ id }) =>
    `Der Zugriff der Anfrage ${id} gilt als weg. Der Verlauf nennt Sie und Ihren Grund.`,
  hasEnded: ({ id }) => `Der Zugriff der Anfrage ${id} ist beendet: Kein Runner hatte ihn übernommen.`,
  beingTaken: ({ id }) =>
    `Der Zugriff der Anfrage ${id} wird entzogen. Wie es weitergeht, zeigt: latchkey requests`,
  stillWaits: ({ id }) =>
    `Diese Anfrage wartet noch auf eine Antwort: Es gibt keinen Zugriff zu beenden. Nehmen Sie sie zurück mit: latchkey withdraw ${id}`,
  requestHasNone: 'Bei dieser Anfrage gibt es keinen Zugriff, der beendet werden könnte.',
  grantHasNone: 'Bei diesem Zugriff gibt es nichts, was beendet werden könnte.',
  extend: 'noch nicht möglich: Fragen Sie stattdessen noch einmal an',
  extendId: 'eines Zugriffs',
  extendFor: 'um wie viel',
};
