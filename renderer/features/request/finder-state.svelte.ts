import type { CatalogItem } from '../../../shared/contract/api.ts';
import { fuzzyRank, indexCatalog } from '../../words/fuzzy-rank.ts';

/** More than this nobody reads: typing another letter is quicker. */
const SHOWN = 60;

/** What is searched for, what was found, and which of it the keys are on. */
export class FinderState {
  query = $state('');
  at = $state(0);
  readonly #items: () => readonly CatalogItem[];
  readonly #index = $derived.by(() => indexCatalog(this.#items()));
  readonly found = $derived(fuzzyRank(this.#index, this.query, SHOWN));
  readonly marked = $derived(this.found[Math.min(this.at, this.found.length - 1)] ?? null);

  constructor(items: () => readonly CatalogItem[]) {
    this.#items = items;
  }

  search(query: string): void {
    this.query = query;
    this.at = 0;
  }

  move(by: number): void {
    this.at = Math.min(this.found.length - 1, Math.max(0, this.at + by));
  }
}
