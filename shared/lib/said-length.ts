/** By the rules of Unicode (UAX #29), which are the same in every language. */
const CLUSTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });
const SPACE = /[\s\p{Z}]/u;
/**
 * What is seen by itself. Not: control and format characters, fillers, U+2800 (a blank pattern), spaces, and marks, which
 * stand on something else.
 */
const SEEN = /[^\s\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * How many characters of a text a person can read, as they count them: a letter is one with all its marks. What shows nothing
 * counts for nothing, and a run of spaces for one. What policy wants somebody to say is measured with this.
 */
export const saidLength = (text: string): number =>
  Array.from(CLUSTERS.segment(text), ({ segment }) => shownFor(segment))
    .join('')
    .replace(/ +/g, ' ')
    .trim().length;

function shownFor(cluster: string): string {
  if (SEEN.test(cluster)) return 'x';
  return SPACE.test(cluster) ? ' ' : '';
}
