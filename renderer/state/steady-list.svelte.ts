import type { PageClock } from '../system/page-clock.ts';

/** A pointer that has lain still for so long is not about to press. */
const RESTING_MS = 3_000;

/** `isGone`: it is not in the list any more, and keeps its place until nobody can press it by mistake. */
export interface SteadyRow<T> {
  readonly id: string;
  readonly item: T;
  readonly isGone: boolean;
}

interface SteadyParts<T> {
  readonly clock: Pick<PageClock, 'after'>;
  readonly items: () => readonly T[];
  readonly idOf: (item: T) => string;
}

/**
 * A list that does not move under a person. While it is held (the pointer moves over it, or the focus is on a button in
 * it) every row keeps its place: what is gone stays where it was, marked, and what is new comes after the rest. So a
 * press lands on what was looked at.
 */
export class SteadyList<T> {
  #isPointed = $state(false);
  #isFocused = $state(false);
  #before: readonly SteadyRow<T>[] = [];
  readonly #parts: SteadyParts<T>;

  readonly rows = $derived.by(() => {
    const { items, idOf } = this.#parts;
    const isHeld = this.#isPointed || this.#isFocused;
    this.#before = isHeld ? steadied(this.#before, items(), idOf) : rowsOf(items(), idOf);
    return this.#before;
  });

  constructor(parts: SteadyParts<T>) {
    this.#parts = parts;
  }

  /** Goes on the element that has the rows. */
  readonly hold = (element: HTMLElement): (() => void) => {
    let forget = (): void => undefined;
    const point = (isPointed: boolean) => (): void => {
      forget();
      this.#isPointed = isPointed;
      if (isPointed) forget = this.#parts.clock.after(RESTING_MS, point(false));
    };
    const focus =
      (isFocused: (event: FocusEvent) => boolean) =>
      (event: FocusEvent): void => {
        const is = isFocused(event);
        // Later: what is taken away loses the focus while the page is being changed, and state may not change then.
        queueMicrotask(() => (this.#isFocused = is));
      };
    const stopping = new AbortController();
    const { signal } = stopping;
    element.addEventListener('pointermove', point(true), { signal });
    element.addEventListener('pointerleave', point(false), { signal });
    // The list itself may have the focus for hours: its keys go by what is chosen, not by place.
    element.addEventListener(
      'focusin',
      focus(({ target }) => target !== element),
      { signal },
    );
    element.addEventListener(
      'focusout',
      focus(({ relatedTarget: to }) => to instanceof Node && to !== element && element.contains(to)),
      { signal },
    );
    return () => {
      stopping.abort();
      queueMicrotask(() => {
        point(false)();
        this.#isFocused = false;
      });
    };
  };
}

const rowsOf = <T>(items: readonly T[], idOf: (item: T) => string): readonly SteadyRow<T>[] =>
  items.map((item) => ({ id: idOf(item), item, isGone: false }));

/** What is now, in the places of before. */
export function steadied<T>(
  before: readonly SteadyRow<T>[],
  now: readonly T[],
  idOf: (item: T) => string,
): readonly SteadyRow<T>[] {
  const there = new Map(now.map((item) => [idOf(item), item]));
  const kept = before.map((row): SteadyRow<T> => {
    const item = there.get(row.id);
    return item === undefined ? { ...row, isGone: true } : { id: row.id, item, isGone: false };
  });
  const known = new Set(before.map(({ id }) => id));
  return [...kept, ...rowsOf(now, idOf).filter(({ id }) => !known.has(id))];
}
