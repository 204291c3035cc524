import { ANY_RUN, globMatches } from './glob-matches.ts';

/**
 * Whether every text that fits `narrow` also fits `wide`, whatever the catalog has. True only when that is certain: `narrow` is
 * read as a text, in which a star is taken only by a star that may stand for as much.
 */
export const globCovers = (wide: string, narrow: string): boolean =>
  globMatches(wide, narrow.replaceAll(/\*{2,}/g, ANY_RUN));
