import type { init as en } from '../../en/cli/init.ts';
import type { WordsOf } from '../../words-of.ts';

export const init: WordsOf<typeof en> = {
  what: 'eine Beispielorganisation für den Anfang: people.yaml, catalog.yaml, policy.yaml',
  dir: 'Ordner, in den geschrieben wird; angelegt, wenn es ihn nicht gibt, und was da ist, bleibt, wie es ist',
  allThere: ({ dir }) => `In ${dir} gibt es sie alle schon; sie blieben, wie sie sind.`,
  notAllWritten: ({ dir, why }) =>
    `Nicht alles konnte nach ${dir} geschrieben werden (${why}). Schaffen Sie dort Platz, oder lassen Sie diesen Benutzer dort schreiben; dann schreibt latchkey init ${dir}, was fehlt.`,
  leftAsItIs: ({ path }) => `${path} gibt es schon; es blieb, wie es ist.`,
  next: ({ dir }) => `Ändern Sie die Dateien in ${dir}, dann: latchkey publish ${dir}`,
};
