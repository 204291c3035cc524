import type { CatalogItem } from '../../shared/contract/api-types.ts';

/** A catalog item made ready for many searches: lower case once. */
interface Prepared {
  readonly item: CatalogItem;
  readonly title: string;
  readonly id: string;
  readonly rest: string;
}

export interface CatalogIndex {
  readonly prepared: readonly Prepared[];
}

/** How a word can be found, worst to best. Items are ordered by the sum over the words typed. */
const SCORE = {
  scattered: 1,
  description: 4,
  tag: 12,
  inside: 20,
  wordStart: 40,
  start: 60,
  whole: 100,
} as const;

/** Letters typed with others between them count only within this many: farther apart it is chance. */
const SCATTERED_WITHIN = 24;

export function indexCatalog(items: readonly CatalogItem[]): CatalogIndex {
  const prepared = items.map((item) => ({
    item,
    title: item.title.toLowerCase(),
    id: item.id.toLowerCase(),
    rest: Object.entries(item.tags)
      .map(([key, value]) => `${key}:${value} ${value}`)
      .join(' ')
      .toLowerCase(),
  }));
  return { prepared };
}

/**
 * The items in which every word of `query` is found (title, id, tags, description), best first; what may be asked for
 * comes before what policy refuses. Without a query: all, by title.
 */
export function fuzzyRank(index: CatalogIndex, query: string): readonly CatalogItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found: { readonly item: CatalogItem; readonly score: number }[] = [];
  for (const each of index.prepared) {
    const score = scoreOf(each, words);
    if (score !== null) found.push({ item: each.item, score });
  }
  const refused = (item: CatalogItem): number => (item.access === 'refused' ? 1 : 0);
  found.sort(
    (a, b) =>
      refused(a.item) - refused(b.item) ||
      b.score - a.score ||
      (a.item.title < b.item.title ? -1 : a.item.title > b.item.title ? 1 : 0),
  );
  return found.map(({ item }) => item);
}

function scoreOf(each: Prepared, words: readonly string[]): number | null {
  let sum = 0;
  for (const word of words) {
    const score = wordScore(each, word);
    if (score === 0) return null;
    sum += score;
  }
  return sum;
}

function wordScore(each: Prepared, word: string): number {
  const best = Math.max(place(each.title, word), place(each.id, word));
  if (best > 0) return best;
  if (each.rest.includes(word)) return SCORE.tag;
  if (each.item.description.toLowerCase().includes(word)) return SCORE.description;
  return isScattered(each.title, word) || isScattered(each.id, word) ? SCORE.scattered : 0;
}

function place(text: string, word: string): number {
  const at = text.indexOf(word);
  if (at < 0) return 0;
  if (text.length === word.length) return SCORE.whole;
  if (at === 0) return SCORE.start;
  return isWordStart(text, at) ? SCORE.wordStart : SCORE.inside;
}

const isWordStart = (text: string, at: number): boolean =>
  at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');

/** Whether the letters of `word` come in this order and close together, the first at a word's start: `pdw` in `payments-db:write`. */
function isScattered(text: string, word: string): boolean {
  if (word.length < 2) return false;
  for (let from = text.indexOf(word[0] ?? ''); from >= 0; from = text.indexOf(word[0] ?? '', from + 1)) {
    if (!isWordStart(text, from)) continue;
    let at = from;
    for (let letter = 1; letter < word.length && at >= 0; letter += 1) {
      at = text.indexOf(word[letter] ?? '', at + 1);
    }
    if (at >= 0 && at - from <= SCATTERED_WITHIN) return true;
  }
  return false;
}
