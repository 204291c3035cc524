import { HIDDEN } from '../lib/visible-text.ts';

/** The joiners, too: nobody reads JSON for its letters. Line ends are of the document; in a text they are escaped already. */
const RAW = new RegExp(`(?!\\n)(?:${HIDDEN.source}|[\\u200c\\u200d])`, 'gu');

/**
 * JSON text in which nothing steers a terminal or hides from it: JSON allows C1 and marks of direction as they are. What is
 * escaped is the same data.
 */
export const harmlessJson = (value: unknown, indent = 0): string =>
  JSON.stringify(value, null, indent).replace(RAW, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
