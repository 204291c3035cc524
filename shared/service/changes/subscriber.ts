import type { Caller } from '../../api/api.ts';
import type { ChangeEvent } from '../../api/change-event.ts';

/** So many events wait for one slow desktop; then it is cut off and comes back with the last that it has. */
const MOST_WAITING = 1_000;

type Next = IteratorResult<ChangeEvent, undefined>;
const END: Next = { done: true, value: undefined };

/**
 * The live events of one subscription: a bounded queue for one reader. Every desktop of the organisation has one, so it is
 * written out where a generator would be shorter and several times as heavy.
 */
export class Subscriber implements AsyncIterableIterator<ChangeEvent, undefined> {
  readonly memberId: string;
  readonly deviceId: string;
  readonly #onEnd: (subscriber: Subscriber) => void;
  readonly #waiting: ChangeEvent[] = [];
  /** Whom the next event goes to; null while nobody asks. */
  #reader: { resolve(next: Next): void; reject(error: Error): void } | null = null;
  #ended: 'no' | 'ended' | 'slow' = 'no';

  constructor({ memberId, deviceId }: Caller, onEnd: (subscriber: Subscriber) => void) {
    this.memberId = memberId;
    this.deviceId = deviceId;
    this.#onEnd = onEnd;
  }

  get isSlow(): boolean {
    return this.#ended === 'slow';
  }

  push(event: ChangeEvent): void {
    if (this.#ended !== 'no') return;
    if (this.#waiting.length >= MOST_WAITING) return this.#end('slow');
    this.#waiting.push(event);
    this.#serve();
  }

  /** What was handed over before is still read; then it is over. */
  end(): void {
    this.#end('ended');
  }

  /** The next event, or the end. Rejects when the reader was too slow. */
  next(): Promise<Next> {
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      this.#serve();
    });
  }

  return(): Promise<Next> {
    this.end();
    return Promise.resolve(END);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #serve(): void {
    const reader = this.#reader;
    const value = this.#waiting[0];
    if (!reader || (!value && this.#ended === 'no')) return;
    this.#reader = null;
    if (value) {
      this.#waiting.shift();
      reader.resolve({ done: false, value });
    } else if (this.#ended === 'ended') reader.resolve(END);
    else reader.reject(new Error('the subscriber was too slow; it resumes by its last event'));
  }

  #end(how: 'ended' | 'slow'): void {
    if (this.#ended !== 'no') return;
    this.#ended = how;
    if (how === 'slow') this.#waiting.length = 0;
    this.#onEnd(this);
    this.#serve();
  }
}
