/** Tells runners that their pool may have work. Signals that nobody read yet are one signal. */
export class WorkSignals {
  readonly #waiting = new Map<string, Set<Waiter>>();

  /** One item a signal, the first at once: what came while nobody listened. Ends when `signal` aborts. */
  async *listen(pool: string, signal: AbortSignal): AsyncGenerator<{ readonly pool: string }> {
    const waiter = new Waiter();
    const own = this.#waiting.get(pool) ?? new Set();
    this.#waiting.set(pool, own.add(waiter));
    const end = () => waiter.end();
    signal.addEventListener('abort', end, { once: true });
    try {
      if (signal.aborted) return;
      do yield { pool };
      while (await waiter.next());
    } finally {
      signal.removeEventListener('abort', end);
      own.delete(waiter);
      if (own.size === 0) this.#waiting.delete(pool);
    }
  }

  announce(pool: string): void {
    for (const waiter of this.#waiting.get(pool) ?? []) waiter.signal();
  }

  endAll(): void {
    for (const own of this.#waiting.values()) for (const waiter of own) waiter.end();
  }
}

class Waiter {
  #isSignalled = false;
  #isEnded = false;
  #wake: (() => void) | null = null;

  signal(): void {
    this.#isSignalled = true;
    this.#wake?.();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  /** True at the next signal, false at the end. */
  async next(): Promise<boolean> {
    if (!this.#isSignalled && !this.#isEnded) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
    this.#isSignalled = false;
    return !this.#isEnded;
  }
}
