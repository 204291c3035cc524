import { isErased, type Said } from '../../lib/said.ts';

/** What somebody's text is called where it was erased. */
export type SaidKind = 'reason' | 'comment';

/** What a person reads where a text stands: the text, or that it was erased. */
export const wordsOf = (said: Said, kind: SaidKind): string =>
  isErased(said) ? `The ${kind} was erased.` : said.text;

/** What can still be found and weighed: nothing of what was erased. */
export const knownText = (said: Said): string => (isErased(said) ? '' : said.text);

/** Why such a request cannot be approved. */
export const ERASED_REASON =
  'The reason for this was erased, so nobody can weigh it. It has to be asked again.';
