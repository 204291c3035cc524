import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from '../contract/limits.ts';
import { isLoopback } from '../lib/is-loopback.ts';
import { parseServiceUrl } from '../system/service-url.ts';

export interface KnownAddresses {
  /** The one that a person typed, or that was kept from then. */
  readonly joined: string;
  /** Those that the service told, as they came. */
  readonly told?: readonly string[];
  /** Where a service answered last. */
  readonly lastUsed?: string | null;
  /**
   * Whether who answers there proves to be a service of this organisation; must not throw. Asked of every address but the
   * one that was joined at, before anything is sent there. Without it none of the others is used.
   */
  readonly isOurs?: (address: string) => Promise<boolean>;
  /** What is worth keeping has changed. */
  readonly onChange?: () => void;
}

type UseListener = (address: string, before: string) => void;

/**
 * Where the services of one organisation are to be found, and which of them is tried first. All that a client does goes to
 * one of them, the one in use, until that does not answer.
 *
 * 1. The address that was joined at is always among them, whatever a service tells.
 * 2. Nothing is sent to another before it has proven to be a service of this organisation (`isTrusted`), and that again after
 *    each time that it did not answer: meanwhile somebody else may have taken it.
 * 3. The one that answered last is the first; one that did not answer is the last.
 */
export class Addresses {
  readonly joined: string;
  readonly #isOurs: (address: string) => Promise<boolean>;
  readonly #onChange: () => void;
  readonly #listeners = new Set<UseListener>();
  readonly #proven = new Map<string, Promise<boolean>>();
  #told: readonly string[];
  #order: readonly string[];
  /** The one that answered last, and has not failed since. */
  #answering: string | null = null;
  /** The one that people were told of. */
  #used: string;

  /** Throws, with a sentence, where the address that was joined at is none. */
  constructor({ joined, told = [], lastUsed, isOurs, onChange }: KnownAddresses) {
    const address = parseServiceUrl(joined);
    if (!address.ok) throw new Error(address.error);
    this.joined = address.value;
    this.#isOurs = isOurs ?? (() => Promise.resolve(false));
    this.#onChange = onChange ?? (() => undefined);
    this.#told = this.#usable(told);
    this.#order = [...new Set([this.joined, ...this.#told])];
    if (typeof lastUsed === 'string' && this.#order.includes(lastUsed)) this.#toFront(lastUsed);
    this.#used = this.inUse;
  }

  /** In the order in which they are tried. */
  get all(): readonly string[] {
    return this.#order;
  }

  get told(): readonly string[] {
    return this.#told;
  }

  get inUse(): string {
    return this.#order[0] ?? this.joined;
  }

  /** The first that was not tried; null when all were. */
  next(tried: ReadonlySet<string>): string | null {
    return this.#order.find((address) => !tried.has(address)) ?? null;
  }

  /** Whether a token may be sent there. */
  async isTrusted(address: string): Promise<boolean> {
    if (address === this.joined) return true;
    const proven = this.#proven.get(address) ?? this.#isOurs(address);
    this.#proven.set(address, proven);
    const isOurs = await proven;
    if (!isOurs && this.#proven.get(address) === proven) this.#proven.delete(address);
    return isOurs;
  }

  /** Nobody answered there, or nobody who is trusted. */
  failed(address: string): void {
    this.#proven.delete(address);
    if (this.#answering === address) this.#answering = null;
    if (this.#order.includes(address))
      this.#order = [...this.#order.filter((each) => each !== address), address];
  }

  /** The service answered there. */
  answered(address: string): void {
    if (this.#answering !== null || !this.#order.includes(address)) return;
    this.#answering = address;
    this.#toFront(address);
    const before = this.#used;
    if (address === before) return;
    this.#used = address;
    this.#onChange();
    for (const listener of this.#listeners) listener(address, before);
  }

  /**
   * Who answers at the address in use says where services are now. That one stays until it does not answer. Others are taken
   * out only for who has proven to be a service: at the address that was joined at somebody else may answer.
   */
  async learn(told: readonly string[]): Promise<void> {
    const isLess = this.#told.some((each) => !told.includes(each));
    const isProven = !isLess || this.inUse !== this.joined || (await this.#isOurs(this.joined));
    const usable = this.#usable(isProven ? told : [...this.#told, ...told]);
    const known = new Set([this.joined, ...usable]);
    const { inUse } = this;
    const kept = this.#order.filter((each) => known.has(each) || each === inUse);
    this.#order = [...new Set([...kept, ...known])];
    if (isDeepStrictEqual(usable, this.#told)) return;
    this.#told = usable;
    this.#onChange();
  }

  /** Told when another one than before answers, after the first; answers with how to stop listening. */
  onUse(listener: UseListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #toFront(address: string): void {
    this.#order = [address, ...this.#order.filter((each) => each !== address)];
  }

  /** Who joined over the network is not sent to ports of its own computer. */
  #usable(told: readonly string[]): readonly string[] {
    const isLocal = isLoopback(new URL(this.joined).hostname);
    const usable = told.flatMap((text) => {
      const address = parseServiceUrl(text);
      return address.ok && (isLocal || !isLoopback(new URL(address.value).hostname)) ? [address.value] : [];
    });
    return [...new Set(usable)].slice(0, LIMITS.addresses);
  }
}
