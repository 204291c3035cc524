import { nextTurn } from '../system/next-turn.ts';

/**
 * What a command may follow from, as the signature of a statement while a thread verifies it. The next batch waits for it: what
 * arrived together is then written together, in one commit for many instead of several for a few.
 */
export class Coming {
  readonly #all = new Set<Promise<unknown>>();

  /** Counts until it has settled. The same promise. */
  expect<T>(coming: Promise<T>): Promise<T> {
    const forget = (): void => void this.#all.delete(coming);
    this.#all.add(coming);
    coming.then(forget, forget);
    return coming;
  }

  /**
   * Resolves once the first `most` of those that are on their way now have settled, and whoever waited for them has gone on. None that
   * comes after is waited for: nobody can hold up a batch by coming again and again.
   */
  async settled(most: number): Promise<void> {
    const coming = [...this.#all].slice(0, Math.max(0, most));
    if (coming.length === 0) return;
    await Promise.allSettled(coming);
    await nextTurn();
  }
}
