import type { runner as en } from '../../en/cli/runner.ts';
import type { WordsOf } from '../../words-of.ts';

export const runner: WordsOf<typeof en> = {
  what: 'Provider-Skripte für einen Pool ausführen, bis er angehalten wird',
  pool: 'Pools dieses Runners',
  providers: 'wo der Katalog liegt, der Provider durch einen Pfad nennt',
  acceptClock: 'die Uhr geht jetzt richtig, obwohl dieser Runner eine spätere Zeit gesehen hat',
  noPool: ({ pool }) => `„${pool}“ ist kein Name eines Pools.`,
  untilRight: ({ why }) =>
    `${why} Bis das in Ordnung ist, wird nichts Neues gewährt; was aktiv ist, endet pünktlich.`,
  untilUnlocked: ({ why }) =>
    `${why} Bis dieser Runner mit der Passphrase neu gestartet wird, wird nichts Neues gewährt; was aktiv ist, endet pünktlich.`,
  untilMended: ({ why }) =>
    `${why} Bis das getan ist und dieser Runner neu gestartet wird, wird nichts Neues gewährt; was aktiv ist, endet pünktlich.`,
};
