import type { outbox as en } from '../../en/window/outbox.ts';
import type { WordsOf } from '../../words-of.ts';

export const outbox: WordsOf<typeof en> = {
  kinds: {
    submit: 'Ihre Anfrage',
    approve: 'Ihre Genehmigung',
    deny: 'Ihre Ablehnung',
    withdraw: 'Das Zurückziehen',
    comment: 'Ihr Kommentar',
    end: 'Das Beenden',
  },
  sending: 'wird gerade gesendet',
  waiting: 'ist noch nicht gesendet',
  askedBy: ({ who, duration }) => `angefragt von ${who} für ${duration}`,
  askedWhy: ({ who, duration, why }) => `angefragt von ${who} für ${duration}: ${why}`,
  cancelOf: ({ what }) => `Abbrechen: ${what}`,
  cannotTakeBack: 'Es wird gerade gesendet: Zurücknehmen geht nur, solange es wartet.',
  takenBack: 'Zurückgenommen. Hatte es den Dienst schon erreicht, steht das im Verlauf.',
};
