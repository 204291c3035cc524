import type { pools as en } from '../../en/cli/pools.ts';
import { formatsOf } from '../../formats.ts';
import type { WordsOf } from '../../words-of.ts';

const f = formatsOf('de');

export const pools: WordsOf<typeof en> = {
  what: 'die Runner, die Zugriff einrichten und beenden',
  check: 'die Runner fragen, ob alles da ist, was sie zum Beenden von Zugriff brauchen',
  pool: 'nur dieser Pool',
  within: 'wie lange sie zum Antworten haben',
  ofRunner: ({ runner, message }) => `Runner ${runner}: ${message}`,
  justNow: 'eben geprüft',
  ago: ({ ageMs }) => `geprüft, ${f.duration(ageMs)} her`,
  ok: '✓ gut',
  missing: '✗ fehlt',
  waiting: '? ohne Antwort',
  unanswered: '? kein Runner',
  notEndable: ({ count, of }) =>
    `${f.count(count)} von ${f.count(of)} könnten nicht beendet werden. Beheben Sie, was oben steht, und fragen Sie noch einmal.`,
  noRunner: ({ pools, first }) =>
    `Für ${pools} antwortet kein Runner. Starten Sie einen: latchkey runner --pool ${first}`,
  notAll: ({ withinMs }) =>
    `Gewartet wurde ${f.duration(withinMs)}, und nicht alle Runner haben geantwortet. Fragen Sie noch einmal.`,
};
