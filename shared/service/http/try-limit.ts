import { LRUCache } from 'lru-cache';
import type { Clock } from '../../ports/clock.ts';

/** Tries that an address has at once, and after how long one more is given back, in ms. */
export interface Allowance {
  readonly burst: number;
  readonly refillMs: number;
}

const OF_GUESSES: Allowance = { burst: 10, refillMs: 6_000 };
/** Addresses that are remembered; the one that was quiet for longest is forgotten first. */
const MOST_ADDRESSES = 10_000;

interface Bucket {
  readonly tries: number;
  readonly atMs: number;
}

/** A token bucket for each address: only what is wrong costs something. */
export class TryLimit {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #allowance: Allowance;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MOST_ADDRESSES });

  constructor(clock: Pick<Clock, 'monotonicMs'>, allowance: Allowance = OF_GUESSES) {
    this.#clock = clock;
    this.#allowance = allowance;
  }

  /** Whether this address has tries left. */
  mayTry(address: string): boolean {
    return this.#left(address) >= 1;
  }

  /** Counts a wrong try. */
  wrong(address: string): void {
    const tries = Math.max(0, this.#left(address) - 1);
    this.#buckets.set(address, { tries, atMs: this.#clock.monotonicMs() });
  }

  #left(address: string): number {
    // Asking is not trying.
    const bucket = this.#buckets.peek(address);
    const { burst, refillMs } = this.#allowance;
    if (!bucket) return burst;
    return Math.min(burst, bucket.tries + (this.#clock.monotonicMs() - bucket.atMs) / refillMs);
  }
}
