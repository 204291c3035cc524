import type { Caller } from '../../contract/api.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** How many callers are kept in memory. */
const MOST_KEPT = 10_000;

/** A token as it is made at join: 32 bytes in base64url. Anything else is nobody's. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/**
 * Finds out whose a bearer token is. Only hashes of tokens are stored or kept. Who leaves the organisation loses their
 * tokens for good: publishing deletes them from the store, and `forgetAll` makes this one forget what it read before.
 */
export class Sessions {
  readonly #store: Pick<ServiceStore, 'session'>;
  readonly #hash: (text: string) => string;
  readonly #isMember: (id: string) => boolean;
  #known = new Map<string, Caller>();

  constructor(parts: {
    store: Pick<ServiceStore, 'session'>;
    hash: (text: string) => string;
    /** People who left `people.yaml` are nobody from then on. */
    isMember: (id: string) => boolean;
  }) {
    this.#store = parts.store;
    this.#hash = parts.hash;
    this.#isMember = parts.isMember;
  }

  async identify(token: string): Promise<Caller | null> {
    if (!TOKEN.test(token)) return null;
    const caller = await this.#find(this.#hash(token));
    return caller && this.#isMember(caller.memberId) ? caller : null;
  }

  /** To be called when somebody left. A look-up that is under way keeps what it finds in the map that is dropped here. */
  forgetAll(): void {
    this.#known = new Map();
  }

  async #find(tokenHash: string): Promise<Caller | null> {
    const kept = this.#known;
    const known = kept.get(tokenHash);
    if (known) return known;
    const session = await this.#store.session(tokenHash);
    if (!session) return null;
    const caller = { memberId: session.person, deviceId: session.deviceId };
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(tokenHash, caller);
    return caller;
  }
}
