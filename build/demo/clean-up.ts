import { setTimeout as wait } from 'node:timers/promises';

interface Stoppable {
  stop(): Promise<unknown>;
}

/** Whatever does not stop by then is left to the end of this process. */
const PATIENCE_MS = 10_000;

/** Everything that was started, so that it can be stopped: also what was still starting when something else failed. */
export class CleanUp {
  readonly #started: Promise<Stoppable>[] = [];
  #isStopping = false;

  /** Starts something and remembers it; once everything is being stopped, nothing starts any more. */
  async keep<T extends Stoppable>(start: () => Promise<T>): Promise<T> {
    if (this.#isStopping) throw new Error('The demo is over.');
    const thing = start();
    // Whoever waits for it is told; here it only must not count as unhandled.
    thing.catch(() => undefined);
    this.#started.push(thing);
    return thing;
  }

  /** Stops everything, last started first. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const thing of this.#started.splice(0).reverse()) {
      const stopped = new AbortController();
      const patience = wait(PATIENCE_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      await Promise.race([thing.then((it) => it.stop()).catch(() => undefined), patience]);
      stopped.abort();
    }
  }
}
