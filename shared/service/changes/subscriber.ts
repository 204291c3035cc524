import type { Change } from '../../contract/api-schemas.ts';

/** An event as all subscribers share it: the same object, so that its JSON can be made once. */
export type ChangeEvent = readonly [id: string, change: Change];

/** So many events wait for one slow desktop; then it is cut off and comes back with the last that it has. */
const MOST_WAITING = 1_000;

/** The live events of one subscription: a bounded queue that is read as an async iterator. */
export class Subscriber {
  readonly memberId: string;
  readonly #waiting: ChangeEvent[] = [];
  readonly #onEnd: (subscriber: Subscriber) => void;
  #wake: (() => void) | null = null;
  #ended: 'no' | 'ended' | 'slow' = 'no';

  constructor(memberId: string, onEnd: (subscriber: Subscriber) => void) {
    this.memberId = memberId;
    this.#onEnd = onEnd;
  }

  push(event: ChangeEvent): void {
    if (this.#ended !== 'no') return;
    if (this.#waiting.length >= MOST_WAITING) return this.#end('slow');
    this.#waiting.push(event);
    this.#wake?.();
  }

  get isSlow(): boolean {
    return this.#ended === 'slow';
  }

  end(): void {
    this.#end('ended');
  }

  /** What came since the last call, or waits for something to come. Null at the end. Throws when it was too slow. */
  async take(): Promise<readonly ChangeEvent[] | null> {
    while (this.#waiting.length === 0) {
      if (this.#ended === 'slow')
        throw new Error('the subscriber was too slow; it resumes by its last event');
      if (this.#ended === 'ended') return null;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = null;
    }
    return this.#waiting.splice(0);
  }

  #end(how: 'ended' | 'slow'): void {
    if (this.#ended !== 'no') return;
    this.#ended = how;
    if (how === 'slow') this.#waiting.length = 0;
    this.#onEnd(this);
    this.#wake?.();
  }
}
