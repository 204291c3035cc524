import type { runners as en } from '../../en/cli/runners.ts';
import type { WordsOf } from '../../words-of.ts';

export const runners: WordsOf<typeof en> = {
  what: 'die eigenen Runner der Dienste, und ob sie unterschreiben, was sie melden; für Verantwortliche',
  signIn: 'von jetzt an glauben, was dieser Runner unterschreibt, und nichts, was er nicht unterschreibt',
  name: 'wie latchkey runners ihn nennt',
  none: 'Kein Dienst hat gesagt, dass er einen eigenen Runner hat.',
  signs: 'unterschreibt, was er meldet',
  notSignedIn: 'nicht angemeldet',
  headRunner: 'Runner',
  headKey: 'Schlüssel',
  unknown: ({ name }) => `Kein Dienst hat einen Runner ${name}. Sehen Sie sie an mit latchkey runners.`,
  signsNow: ({ name, key }) =>
    `${name} unterschreibt von jetzt an, was er meldet. Sein Schlüssel, den sein Dienst beim Start nennt, ist ${key}`,
  signsAlready: ({ name, key }) =>
    `${name} unterschreibt schon, was er meldet. Sein Schlüssel, den sein Dienst beim Start nennt, ist ${key}`,
};
