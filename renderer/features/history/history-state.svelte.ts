import type { IpcInput, IpcOutputs } from '../../../shared/contract/ipc.ts';
import type { HistoryRow } from '../../../shared/contract/snapshot.ts';
import { SvelteMap } from 'svelte/reactivity';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { tooLong } from '../../../shared/lib/too-long.ts';
import type { AppState } from '../../state/app-state.svelte.ts';
import { dayRange } from './day-range.ts';
import { words } from '../../words/words.ts';

export const PAGE = 200;
/** A browser cannot lay out a taller list than about 30 million pixels: beyond this, search narrower. */
const MOST_ROWS = 500_000;
const DEBOUNCE_MS = 60;

export interface HistoryFilters {
  /** Who asked or answered. */
  readonly person: string;
  readonly entitlementId: string;
  readonly status: string;
  /** Local days, `2026-11-23`. */
  readonly from: string;
  readonly to: string;
}

const NO_FILTERS: HistoryFilters = { person: '', entitlementId: '', status: '', from: '', to: '' };

type QueryInput = Omit<IpcInput<'history.search'>, 'offset' | 'limit'>;

/**
 * What is searched for and what was found, page by page as it comes into sight. Rows of an older search never get into a
 * newer one: each search has its own number.
 */
export class HistoryState {
  text = $state('');
  filters = $state.raw<HistoryFilters>(NO_FILTERS);
  total = $state(0);
  /** There are more than `total`: they are counted as the list is scrolled. */
  isMore = $state(false);
  /** Of whom the shown rows are; empty when of everybody. It follows the filter when the rows do. */
  shownPerson = $state('');
  tookMs = $state(0);
  isLoading = $state(true);
  fault = $state<string | null>(null);
  facets = $state.raw<IpcOutputs['history.facets']>({ people: [], entitlements: [] });
  readonly pages = new SvelteMap<number, readonly HistoryRow[]>();
  #search = 0;
  /** What the shown pages are of. */
  #shownKey = '';
  /** The rows in sight. */
  #sight = { from: 0, to: 1 };
  /** Pages of this search that were asked for. Nothing is shown from it. */
  #asked: Record<number, true> = {};
  readonly #app: AppState;

  readonly #namesOnDevice = $derived(new Map(this.facets.people.map(({ id, name }) => [id, name])));
  readonly shownRows = $derived(Math.min(this.total, MOST_ROWS));
  readonly isCut = $derived(this.total > MOST_ROWS);
  readonly isFiltered = $derived(
    this.text !== '' || Object.values(this.filters).some((value) => value !== ''),
  );

  readonly isTooLong = $derived(tooLong(this.text, LIMITS.searchLength) !== null);

  constructor(app: AppState) {
    this.#app = app;
  }

  /** As the organisation says it; who has left, as the history does. */
  readonly nameOf = (id: string): string => {
    const known = this.#app.nameOf(id);
    return known === id ? (this.#namesOnDevice.get(id) ?? id) : known;
  };

  change(change: Partial<HistoryFilters>): void {
    this.filters = { ...this.filters, ...change };
  }

  clear(): void {
    this.text = '';
    this.filters = NO_FILTERS;
  }

  /** Searches again a moment after the last change. Reads what it depends on before it waits. */
  schedule(): () => void {
    const query = this.#query();
    return this.#app.clock.after(DEBOUNCE_MS, () => {
      if (JSON.stringify(query) === this.#shownKey) this.#again(query);
      else void this.#first(query);
    });
  }

  /** A person wants it tried now. */
  again(): void {
    void this.#first(this.#query());
  }

  row(index: number): HistoryRow | null {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null;
  }

  /** Where a request is among the rows that are here. */
  placeOf(requestId: string): number | null {
    for (const [page, rows] of this.pages) {
      const index = rows.findIndex((row) => row.requestId === requestId);
      if (index >= 0) return page * PAGE + index;
    }
    return null;
  }

  /** Fetches the pages that hold these rows, each once. */
  need(from: number, to: number): void {
    this.#sight = { from, to };
    const query = this.#query();
    for (const page of this.#pagesInSight())
      if (!this.#asked[page]) void this.#load(page, query, this.#search);
  }

  async loadFacets(): Promise<void> {
    const outcome = await this.#app.ask('history.facets', undefined);
    if (outcome.ok) this.facets = outcome.value;
  }

  async export(format: 'csv' | 'json'): Promise<void> {
    const outcome = await this.#app.tell('history.export', {
      query: { ...this.#query(), offset: 0, limit: PAGE },
      format,
    });
    if (!outcome.ok || outcome.value.file === null) return;
    const { rows, file } = outcome.value;
    this.#app.announcer.say(words().window.history.written({ count: rows, file }), 'good');
  }

  async #first(query: QueryInput): Promise<void> {
    this.#search += 1;
    this.#asked = {};
    this.isLoading = true;
    await this.#load(0, query, this.#search);
  }

  /** The same question after the log has grown: what is in sight is replaced in place, the rest when it comes into sight. */
  #again(query: QueryInput): void {
    this.#search += 1;
    this.#asked = {};
    const pages = this.#pagesInSight();
    for (const page of this.pages.keys()) if (!pages.includes(page)) this.pages.delete(page);
    for (const page of pages) void this.#load(page, query, this.#search);
  }

  #pagesInSight(): readonly number[] {
    const first = Math.floor(this.#sight.from / PAGE);
    const last = Math.floor(Math.max(this.#sight.from, this.#sight.to - 1) / PAGE);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  }

  async #load(page: number, query: QueryInput, search: number): Promise<void> {
    this.#asked[page] = true;
    const over = tooLong(query.text, LIMITS.searchLength);
    if (over !== null)
      return this.#fail(
        words().window.history.searchTooLong({ over: words().requests.tooLong(over) }),
        query,
      );
    const outcome = await this.#app.ask('history.search', { ...query, offset: page * PAGE, limit: PAGE });
    if (search !== this.#search) return;
    if (!outcome.ok) {
      delete this.#asked[page];
      return this.#fail(outcome.message, query);
    }
    this.isLoading = false;
    this.fault = null;
    const key = JSON.stringify(query);
    const isNew = key !== this.#shownKey;
    this.#shownKey = key;
    this.shownPerson = query.person ?? '';
    if (isNew) this.pages.clear();
    this.pages.set(page, outcome.value.rows);
    // Pages may come in any order; the one that saw farthest counts.
    const { total, isMore } = outcome.value;
    if (isNew || total >= this.total || !isMore) {
      this.total = total;
      this.isMore = isMore;
    }
    this.tookMs = outcome.value.tookMs;
  }

  /** Rows of another question would look like the answer to this one. */
  #fail(message: string, query: QueryInput): void {
    this.isLoading = false;
    this.fault = message;
    if (JSON.stringify(query) === this.#shownKey) return;
    this.#shownKey = '';
    this.shownPerson = '';
    this.pages.clear();
    this.total = 0;
    this.isMore = false;
  }

  #query(): QueryInput {
    const { person, entitlementId, status, from, to } = this.filters;
    const range = dayRange(from, to);
    return {
      text: this.text,
      person: person || null,
      entitlementId: entitlementId || null,
      status: status || null,
      ...range,
    } satisfies Omit<IpcInput<'history.search'>, 'offset' | 'limit'>;
  }
}
