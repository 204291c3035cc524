import { createHmac, randomBytes } from 'node:crypto';
import { durationMs, MINUTE_MS } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';

/** A nonce is good for the slot in which it was told and for the one after it: two to four minutes. */
const SLOT_MS = durationMs(2 * MINUTE_MS);
/** 144 bits of the HMAC: nobody guesses one that comes later. */
const NONCE_BYTES = 18;

/**
 * The nonces that this service takes for the proofs of calls. Nothing is kept of those that were told: each is an HMAC of a
 * time slot, by a secret that ends with this process. So a proof that was seen by an earlier life of the service, or by another
 * service of the organisation, is never taken here.
 */
export class Nonces {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #secret = randomBytes(32);
  #slot = -1;
  #current = '';
  #last = '';

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** For the next call of whoever is answered. */
  get current(): string {
    this.#turn();
    return this.#current;
  }

  /** The number of the slot in which it was told; null where it is too old, or none of this service's. */
  slotOf(nonce: string): number | null {
    this.#turn();
    if (nonce === this.#current) return this.#slot;
    return nonce === this.#last ? this.#slot - 1 : null;
  }

  #turn(): void {
    const slot = Math.floor(this.#clock.monotonicMs() / SLOT_MS);
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.#current = this.#nonceOf(slot);
    this.#last = this.#nonceOf(slot - 1);
  }

  #nonceOf(slot: number): string {
    const mac = createHmac('sha256', this.#secret).update(String(slot)).digest();
    return mac.subarray(0, NONCE_BYTES).toString('base64url');
  }
}
