import { isErased, type Said } from '../../lib/said.ts';
import type { Words } from '../../words/words.ts';

/** What somebody's text is called where it was erased. */
export type SaidKind = 'reason' | 'comment';

/** What a person reads where a text stands: the text, or that it was erased. */
export function wordsOf(said: Said, kind: SaidKind, { requests: say }: Pick<Words, 'requests'>): string {
  if (!isErased(said)) return said.text;
  return kind === 'reason' ? say.reasonErased : say.commentErased;
}

/** The same of a reason that is kept by itself: null where it was erased. */
export const reasonWords = (reason: string | null, { requests }: Pick<Words, 'requests'>): string =>
  reason ?? requests.reasonErased;

/** What can still be found and weighed: nothing of what was erased. */
export const knownText = (said: Said): string => (isErased(said) ? '' : said.text);
