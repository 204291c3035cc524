import type { init as en } from '../../en/cli/init.ts';
import type { WordsOf } from '../../words-of.ts';

export const init: WordsOf<typeof en> = {
  what: 'eine Beispielorganisation für den Anfang: people.yaml, catalog.yaml, policy.yaml',
  dir: 'Ordner, in den geschrieben wird; angelegt, wenn es ihn nicht gibt, und was da ist, bleibt, wie es ist',
  allThere: ({ dir }) => `In ${dir} gibt es sie alle schon; sie blieben, wie sie sind.`,
  notAllWritten: ({ dir, why }) =>
    `Nicht alles konnte nach ${dir} geschrieben werden (${why}). Schaffen Sie dort Platz, oder lassen Sie diesen Benutzer dort schreiben; dann schreibt latchkey init ${dir}, was fehlt.`,
  leftAsItIs: ({ path }) => `${path} gibt es schon; es blieb, wie es ist.`,
  noFolder: ({ dir }) =>
    `${dir} ist eine Datei, oder liegt unter einer. Nennen Sie einen Ordner, oder einen, den es noch nicht gibt.`,
  notThere: ({ dir }) =>
    `Der Ordner ${dir} lässt sich nicht anlegen: Dort gibt es in diesem System keinen. Nennen Sie einen anderen.`,
  next: ({ dir }) =>
    `Ändern Sie die Dateien in ${dir}, und starten Sie dann einen Dienst damit: latchkey service --org ${dir} --name NAME. Wo schon einer läuft, veröffentlichen Verantwortliche sie: latchkey publish ${dir}`,
};
