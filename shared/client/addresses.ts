import { isDeepStrictEqual } from 'node:util';
import { LIMITS } from '../contract/limits.ts';
import { isOnThisComputer, socketPathOf } from '../lib/service-place.ts';
import type { Clock } from '../ports/clock.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { ToldError } from '../words/told-error.ts';
import { systemClock } from '../system/system-clock.ts';
import { StrangerThere, type Standing } from './prove-address.ts';

export interface KnownAddresses {
  /** The one that a person typed, or that was kept from then. */
  readonly joined: string;
  /** Those that the service told, as they came. */
  readonly told?: readonly string[];
  /** Where a service answered last. */
  readonly lastUsed?: string | null;
  /**
   * Who answers there; must not throw. Asked before anything else is sent there. `withinMs`: how long that may take, where
   * there are others to ask.
   */
  readonly whoIsAt: (address: string, withinMs: number | undefined) => Promise<Standing>;
  /** What is worth keeping has changed. */
  readonly onChange?: () => void;
  readonly clock?: Pick<Clock, 'monotonicMs'>;
}

/** Who does not prove it by then is not asked for anything else, where there are others; in milliseconds. */
const PROVEN_WITHIN_MS = 5_000;
/** So long it is believed of an address that does not fail, in milliseconds: a service is taken from a port in no time. */
const BELIEVED_MS = 60_000;

interface Asked {
  readonly standing: Promise<Standing>;
  /** What came of it, and when it was asked. */
  readonly result: Standing | null;
  readonly atMs: number;
}

type UseListener = (address: string, before: string) => void;

/**
 * Where the services of one organisation are to be found, and which of them is tried first. All that a client does goes to
 * one of them, the one in use, until that does not answer.
 *
 * 1. The address that was joined at is always among them, whatever a service tells.
 * 2. Nothing is sent to one before it has proven to be a service of this organisation (`whyNot`), also to the one that was joined
 *    at. That again after each time that it did not answer, after its connection was closed, and each minute: meanwhile
 *    somebody else may have taken it.
 * 3. The one that answered last is the first; one that did not answer is the last. A socket that is new here is tried at once.
 */
export class Addresses {
  readonly joined: string;
  readonly #whoIsAt: KnownAddresses['whoIsAt'];
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #onChange: () => void;
  readonly #listeners = new Set<UseListener>();
  readonly #asked = new Map<string, Asked>();
  /** What came of the last question, of each that was asked. */
  readonly #standings = new Map<string, Standing>();
  readonly #nonces = new Map<string, string>();
  #told: readonly string[];
  #order: readonly string[];
  #onOtherKey: () => void = () => undefined;
  /** The one that answered last, and has not failed since. */
  #answering: string | null = null;
  /** The one that people were told of. */
  #used: string;

  /** Throws, with a sentence, where the address that was joined at is none. */
  constructor({ joined, told = [], lastUsed, whoIsAt, onChange, clock = systemClock }: KnownAddresses) {
    const address = parseServiceUrl(joined);
    if (!address.ok) throw new ToldError(address.error);
    this.joined = address.value;
    this.#whoIsAt = whoIsAt;
    this.#clock = clock;
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

  /** Why nothing may be sent there; null when it may. */
  async whyNot(address: string): Promise<Error | null> {
    const known = this.#asked.get(address);
    const { standing } = known && this.#isBelieved(known) ? known : this.#ask(address);
    const found = await standing;
    return found.kind === 'ours' ? null : found.fault;
  }

  /** The nonce for the next call there, as it was told last; empty where none was. */
  nonceOf(address: string): string {
    return this.#nonces.get(address) ?? '';
  }

  heard(address: string, nonce: string): void {
    this.#nonces.set(address, nonce);
  }

  /** Who is in the place of the service: at one address at least, and no address has the service. Null when not. */
  get stranger(): StrangerThere | null {
    const faults = this.#order.map((address) => {
      const standing = this.#standings.get(address);
      return standing?.kind === 'other' ? standing.fault : null;
    });
    if (faults.includes(null)) return null;
    return faults.find((fault) => fault instanceof StrangerThere) ?? null;
  }

  #isBelieved({ result, atMs }: Asked): boolean {
    if (result === null) return true;
    const isFresh = this.#clock.monotonicMs() - atMs < BELIEVED_MS;
    return result.kind === 'ours' && isFresh && result.isConnected();
  }

  #ask(address: string): Asked {
    const atMs = this.#clock.monotonicMs();
    const standing = this.#whoIsAt(address, this.#order.length > 1 ? PROVEN_WITHIN_MS : undefined);
    const asked = { standing, result: null, atMs };
    this.#asked.set(address, asked);
    void standing.then((result) => {
      this.#standings.set(address, result);
      if (result.kind === 'ours' && result.hasOtherKey) this.#onOtherKey();
      if (result.kind === 'ours' && result.nonce !== null) this.heard(address, result.nonce);
      // It may have failed meanwhile, which counts for more.
      if (this.#asked.get(address) === asked) this.#asked.set(address, { standing, result, atMs });
    });
    return asked;
  }

  /** Nobody answered there, or nobody who is trusted. */
  failed(address: string): void {
    this.#asked.delete(address);
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
   * Who answers at the address in use, and has proven to be a service, says where services are now. That one stays until it
   * fails, unless a socket of this computer is among them that was not known: it is left for that, which no other user opens.
   */
  learn(told: readonly string[]): void {
    const usable = this.#usable(told);
    const known = new Set([this.joined, ...usable]);
    const { inUse } = this;
    const kept = this.#order.filter((each) => known.has(each) || each === inUse);
    const [socket] = usable.filter((each) => socketPathOf(each) !== null && !this.#order.includes(each));
    this.#order = [...new Set([...kept, ...known])];
    if (socket !== undefined) this.#moveTo(socket);
    if (isDeepStrictEqual(usable, this.#told)) return;
    this.#told = usable;
    this.#onChange();
  }

  /** Told when another one than before answers, after the first; answers with how to stop listening. */
  onUse(listener: UseListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Told each time that a service signs first by another key of the log than the one that was pinned. */
  onOtherKey(listener: () => void): void {
    this.#onOtherKey = listener;
  }

  #moveTo(address: string): void {
    this.#answering = null;
    this.#toFront(address);
  }

  #toFront(address: string): void {
    this.#order = [address, ...this.#order.filter((each) => each !== address)];
  }

  /** Who joined over the network is not sent to ports of its own computer. */
  #usable(told: readonly string[]): readonly string[] {
    const isLocal = isOnThisComputer(this.joined);
    const usable = told.flatMap((text) => {
      const address = parseServiceUrl(text);
      return address.ok && (isLocal || !isOnThisComputer(address.value)) ? [address.value] : [];
    });
    return [...new Set(usable)].slice(0, LIMITS.addresses);
  }
}
