import type { credential as en } from '../../en/cli/credential.ts';
import type { WordsOf } from '../../words-of.ts';

export const credential: WordsOf<typeof en> = {
  what: 'die Zugangsdaten eines aktiven Zugriffs zeigen, auf dem Gerät, das angefragt hat, oder einem anderen von Ihnen',
  notYours: 'Zugangsdaten sind für die Person, die angefragt hat, und für niemanden sonst.',
  notActive: 'Dieser Zugriff ist nicht aktiv, also hat er jetzt keine Zugangsdaten.',
  notWritten: ({ why, again }) =>
    `Der Zugriff geht, aber seine Zugangsdaten konnten nicht geschrieben werden (${why}). Zeigen Sie sie mit: ${again}`,
  run: ({ command }) => `Führen Sie aus: ${command}`,
  noneNeeded: 'Der Zugriff geht; Zugangsdaten sind nicht nötig.',
};
