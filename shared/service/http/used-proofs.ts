/**
 * Calls that one device may prove in the life of one nonce, of which each costs some 80 bytes here. Over 800 a second for two
 * minutes: what is more is no device at work, and its later calls are refused until the next nonce.
 */
const MOST_OF_A_DEVICE = 100_000;

/** Ids of proofs by device. Each device has room of its own, so that none fills that of another. */
type Slot = Map<string, Set<string>>;

/** Which proofs were seen, for as long as their nonce is good: a second time they are nobody's. */
export class UsedProofs {
  readonly #slots = new Map<number, Slot>();
  readonly #most: number;

  constructor(most = MOST_OF_A_DEVICE) {
    this.#most = most;
  }

  /**
   * Takes note of a proof that is right in all else.
   *
   * @param slot of its nonce: the newest there is, or the one before
   */
  take(
    slot: number,
    { device, id }: { readonly device: string; readonly id: string },
  ): 'first' | 'again' | 'full' {
    for (const each of this.#slots.keys()) if (each < slot - 1) this.#slots.delete(each);
    const devices = this.#slots.get(slot) ?? new Map<string, Set<string>>();
    this.#slots.set(slot, devices);
    const ids = devices.get(device) ?? new Set();
    devices.set(device, ids);
    if (ids.has(id)) return 'again';
    if (ids.size >= this.#most) return 'full';
    ids.add(id);
    return 'first';
  }
}
