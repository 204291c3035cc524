import type { session as en } from '../../en/cli/session.ts';
import type { WordsOf } from '../../words-of.ts';

export const session: WordsOf<typeof en> = {
  moved: ({ before, address }) =>
    `Unter ${before} antwortet der Dienst nicht. Weiter geht es unter ${address}.`,
  takenOver:
    'Das Protokoll der Organisation hat einen anderen Schlüssel bekommen, den dieses Gerät übernommen hat: latchkey history sagt, wer das getan hat. Was schon läuft (latchkey runner, latchkey watch), glaubt dem alten, bis es neu gestartet wird: Starten Sie es neu.',
  signedOut:
    'Dieses Gerät wurde von seinem eigenen Dienst für immer abgemeldet: Es wurde entfernt, oder seine Person. Mit einer neuen Einladung tritt es wieder bei: latchkey join --replace',
  notTakenOver: ({ why }) =>
    `Der Dienst unterschreibt mit einem anderen Schlüssel, als dieses Gerät kennt. Der wurde nicht übernommen. ${why}`,
};
