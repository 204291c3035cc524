import type { Caller } from '../../api/api.ts';
import type { Change } from '../../contract/api-schemas.ts';
import { changeEvent, type ChangeEvent } from '../../api/change-event.ts';
import { audienceOf } from '../../domain/request/audience-of.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { EntryRow } from '../store/rows.ts';
import { isToldToAll } from '../store/told-to-all.ts';
import { Subscriber } from './subscriber.ts';

/**
 * Hands entries to those whom they concern, and to nobody else.
 *
 * 1. An event is one object for all who get it.
 * 2. `head` is the last entry that was announced: who reads the log up to it and attaches in the same turn misses nothing
 *    and gets nothing twice.
 */
export class Broker {
  slow = 0;
  readonly #owners: () => readonly string[];
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  #head: number;

  /** One function for all of them. */
  readonly #detach = (subscriber: Subscriber): void => {
    if (subscriber.isSlow) this.slow += 1;
    const own = this.#subscribers.get(subscriber.memberId);
    own?.delete(subscriber);
    if (own?.size === 0) this.#subscribers.delete(subscriber.memberId);
  };

  constructor(owners: () => readonly string[], head: number) {
    this.#owners = owners;
    this.#head = head;
  }

  get head(): number {
    return this.#head;
  }

  get size(): number {
    let size = 0;
    for (const own of this.#subscribers.values()) size += own.size;
    return size;
  }

  /** From the next entry on, until the subscriber ends. */
  attach(caller: Caller): Subscriber {
    const { memberId } = caller;
    const subscriber = new Subscriber(caller, this.#detach);
    const own = this.#subscribers.get(memberId) ?? new Set();
    own.add(subscriber);
    this.#subscribers.set(memberId, own);
    return subscriber;
  }

  /** `states` holds the request of each entry that is about one. */
  publish(entries: readonly EntryRow[], states: ReadonlyMap<string, RequestState>): void {
    for (const entry of entries) {
      if (entry.seq <= this.#head) continue;
      this.#head = entry.seq;
      if (this.#subscribers.size > 0) this.#send(entry, states);
    }
  }

  endAll(): void {
    this.endOf(new Set(this.#subscribers.keys()));
  }

  endOf(memberIds: ReadonlySet<string>): void {
    for (const memberId of memberIds)
      for (const each of [...(this.#subscribers.get(memberId) ?? [])]) each.end();
  }

  endOfDevices(deviceIds: ReadonlySet<string>): void {
    for (const own of this.#subscribers.values())
      for (const each of [...own]) if (deviceIds.has(each.deviceId)) each.end();
  }

  #send(entry: EntryRow, states: ReadonlyMap<string, RequestState>): void {
    let event: ChangeEvent | null = null;
    const state = entry.requestId === null ? undefined : states.get(entry.requestId);
    for (const memberId of this.#concerned(entry, state)) {
      for (const subscriber of this.#subscribers.get(memberId) ?? []) {
        event ??= toChangeEvent(entry);
        subscriber.push(event);
      }
    }
  }

  #concerned(entry: EntryRow, state: RequestState | undefined): Iterable<string> {
    if (isToldToAll(entry)) return [...this.#subscribers.keys()];
    const concerned = new Set(this.#owners());
    if (entry.person !== null) concerned.add(entry.person);
    if (state) for (const memberId of audienceOf(state)) concerned.add(memberId);
    return concerned;
  }
}

/** What a subscriber gets of an entry. New documents are announced as such: everybody reads the catalog again. */
export function toChangeEvent(entry: EntryRow): ChangeEvent {
  return changeEvent(entry.seq, toChange(entry));
}

function toChange({ seq, type, leafHash, text, said }: EntryRow): Change {
  if (type === 'organisationPublished') {
    const record = JSON.parse(text) as { entry: { organisationVersion: number } };
    return { kind: 'organisation', version: record.entry.organisationVersion };
  }
  return { kind: 'record', seq, leafHash: Buffer.from(leafHash).toString('hex'), text, said };
}
