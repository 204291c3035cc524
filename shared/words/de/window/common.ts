import type { common as en } from '../../en/window/common.ts';
import type { WordsOf } from '../../words-of.ts';

export const common: WordsOf<typeof en> = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  dismiss: 'Ausblenden',
  dismissOf: ({ what }) => `Ausblenden: ${what}`,
  requests: 'Anfragen',
  details: 'Einzelheiten',
  you: 'Sie',
  notVerified: 'ungeprüft',
  notVerifiedSince: ({ at }) =>
    `Ungeprüft. Letzter geprüfter Stand: ${at}. Was hier steht, kann falsch sein.`,
  neverVerified: 'Ungeprüft: Noch nie hat der Verlauf hier gestimmt. Was hier steht, kann falsch sein.',
  unknownFault: 'Das hat nicht geklappt, und nichts sagt, warum. Versuchen Sie es noch einmal.',
  noAnswer: 'Latchkey antwortet nicht. Beenden Sie es über das Symbol in der Leiste, und starten Sie es neu.',
  onTop: 'Darüber',
  nothingFits: 'Nichts passt',
  moreNotListed: 'Es gibt weitere, die hier nicht stehen: Suchen Sie danach',
  moreToType: ({ count }) => `Und ${count} weitere: Tippen Sie, um sie zu finden`,
  any: ({ what }) => `${what}: alle`,
};
