import type { noAccess as en } from '../../en/cli/no-access.ts';
import type { WordsOf } from '../../words-of.ts';

export const noAccess: WordsOf<typeof en> = {
  notSetUp: ({ why }) => `Der Zugriff ließ sich nicht einrichten, nichts blieb zurück: ${why}`,
  beingSetUp: 'Der Zugriff wird noch eingerichtet.',
  beingTaken: 'Der Zugriff wird entzogen.',
  notSetUpBeingTaken:
    'Der Zugriff ließ sich nicht einrichten, und was davon geblieben sein kann, wird entfernt.',
  notSetUpLastTry: ({ why }) =>
    `Der Zugriff ließ sich nicht einrichten, und was davon geblieben sein kann, wird entfernt. Der letzte Versuch: ${why}`,
  ended: 'Der Zugriff ist schon zu Ende.',
  nothingLeft: 'Der Zugriff ließ sich nicht einrichten. Nichts blieb zurück.',
  wordOf: ({ who }) => `Der Zugriff ließ sich nicht einrichten. Dass nichts zurückblieb, sagt ${who}.`,
};
