import type { CatalogItem } from '../../../shared/contract/api-types.ts';
import { fuzzyRank, indexCatalog } from '../../words/fuzzy-rank.ts';

/** More than this nobody reads: typing another letter is quicker. */
const SHOWN = 60;

/**
 * What is searched for, what was found, and which of it the keys are on. The mark is on one entitlement, not on a place:
 * when the catalog changes, Enter takes what was marked or nothing.
 */
export class FinderState {
  query = $state('');
  #markedId = $state<string | null>(null);
  /** Where the mark was last. */
  #place = 0;
  readonly #items: () => readonly CatalogItem[];
  readonly #index = $derived.by(() => indexCatalog(this.#items()));
  readonly #all = $derived(fuzzyRank(this.#index, this.query));
  readonly found = $derived(this.#all.slice(0, SHOWN));
  /** So many were found and are not shown. */
  readonly more = $derived(this.#all.length - this.found.length);
  /** -1: what was marked is not among what was found any more. */
  readonly at = $derived(
    this.#markedId === null ? 0 : this.found.findIndex(({ id }) => id === this.#markedId),
  );
  readonly marked = $derived(this.found[this.at] ?? null);

  constructor(items: () => readonly CatalogItem[]) {
    this.#items = items;
  }

  search(query: string): void {
    this.query = query;
    this.mark(0);
  }

  move(by: number): void {
    this.mark(Math.min(this.found.length - 1, Math.max(0, (this.at < 0 ? this.#place : this.at) + by)));
  }

  mark(place: number): void {
    this.#place = place;
    this.#markedId = this.found[place]?.id ?? null;
  }

  /** The first of what is shown first is what the mark is on, and stays so. */
  pin(): void {
    if (this.#markedId === null && this.found.length > 0) this.mark(0);
  }
}
