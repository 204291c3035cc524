import type { alarm as en } from '../../en/cli/alarm.ts';
import type { WordsOf } from '../../words-of.ts';

export const alarm: WordsOf<typeof en> = {
  kept: ({ sentence, path }) =>
    `ALARM: Dem Verlauf ist nicht zu trauen. ${sentence} Der Beweis liegt in ${path}. Zeigen Sie ihn den Verantwortlichen und denen, die den Dienst betreiben, und entfernen Sie ihn nicht vorher.`,
  unkept: ({ sentence, path, why }) =>
    `ALARM: Dem Verlauf ist nicht zu trauen. ${sentence} Der Beweis konnte nicht in ${path} aufbewahrt werden (${why}), darum steht er oben: Kopieren Sie ihn, und zeigen Sie ihn den Verantwortlichen und denen, die den Dienst betreiben. Mit dem nächsten latchkey history wird es noch einmal versucht.`,
};
