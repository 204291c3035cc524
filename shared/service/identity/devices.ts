import type { Caller } from '../../api/api.ts';
import { LRUCache } from 'lru-cache';
import type { ServiceStore } from '../store/service-store.ts';

/** How many devices are kept in memory. */
const MOST_KEPT = 10_000;

/** A device's id as it follows from its key (`deviceIdOf`), or as it was made before. Anything else is nobody's. */
const DEVICE_ID = /^(?:[0-9a-f]{20}|[a-z0-9]{16})$/;

type IsSigned = (message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

interface Known {
  readonly caller: Caller;
  /** Base64url raw 32 bytes, Ed25519. */
  readonly signingKey: string;
  readonly isSigned: IsSigned;
}

const newCache = () => new LRUCache<string, Known>({ max: MOST_KEPT });

/**
 * The devices that may call, with what tells their signatures. Who leaves the organisation loses their devices for good:
 * publishing deletes them from the store, and `forgetAll` makes this one forget what it read before.
 */
export class Devices {
  readonly #store: Pick<ServiceStore, 'device'>;
  readonly #verifier: (publicKey: Uint8Array) => IsSigned;
  readonly #isMember: (id: string) => boolean;
  #known = newCache();

  constructor(parts: {
    store: Pick<ServiceStore, 'device'>;
    /** Reads a key once: 32 raw bytes, Ed25519. */
    verifier: (publicKey: Uint8Array) => IsSigned;
    /** People who left `people.yaml` are nobody from then on. */
    isMember: (id: string) => boolean;
  }) {
    this.#store = parts.store;
    this.#verifier = parts.verifier;
    this.#isMember = parts.isMember;
  }

  async identify(deviceId: string): Promise<Known | null> {
    if (!DEVICE_ID.test(deviceId)) return null;
    const known = await this.#find(deviceId);
    return known && this.#isMember(known.caller.memberId) ? known : null;
  }

  /** To be called when somebody left. A look-up that is under way keeps what it finds in what is dropped here. */
  forgetAll(): void {
    this.#known = newCache();
  }

  async #find(deviceId: string): Promise<Known | null> {
    const kept = this.#known;
    const known = kept.get(deviceId);
    if (known) return known;
    const device = await this.#store.device(deviceId);
    if (!device) return null;
    const found = {
      caller: { memberId: device.person, deviceId },
      signingKey: device.signingKey,
      isSigned: this.#verifier(Buffer.from(device.signingKey, 'base64url')),
    };
    kept.set(deviceId, found);
    return found;
  }
}
