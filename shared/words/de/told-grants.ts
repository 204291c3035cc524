import type { GRANTS } from '../codes/grants.ts';
import type { BookOf } from '../told-book.ts';

export const grants: BookOf<keyof typeof GRANTS> = {
  notTakenUp:
    'Kein Runner hat das innerhalb einer Stunde übernommen. Fragen Sie wieder an, sobald ein Runner des Pools verbunden ist.',
  notHeardOf: 'Der Runner hat innerhalb einer halben Stunde nicht gesagt, ob es geklappt hat.',
  holderLeft: 'Wer den Zugriff hatte, ist nicht mehr in dieser Organisation.',
  foundThere: 'Ein anderer Runner hatte ihn als weg gemeldet, doch er fand sich noch am Ziel.',
  clockWasAhead: 'Die Uhr des Dienstes ging vor, als das begann. Wann es endet, hat also niemand vereinbart.',
};
