import type { z } from 'zod';
import type { Caller } from '../../contract/api.ts';
import type { changesInput } from '../../contract/api-schemas.ts';
import type { ChangeEvent } from '../../contract/change-event.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';
import { toChangeEvent } from '../changes/broker.ts';
import type { Subscriber } from '../changes/subscriber.ts';
import type { Parts } from './parts.ts';

/** Entries read at a time while catching up. */
const PAGE = 500;

type Needs = Pick<Parts, 'store' | 'broker' | 'organisation'>;
type Next = IteratorResult<ChangeEvent, undefined>;

/**
 * What concerns the caller, from the last event that they have, then live, without gap or duplicate. Without a last event:
 * what happens from this call on. A subscriber that reads too slowly is cut off with a fault and resumes.
 */
export function followChanges(
  parts: Needs,
  { caller, lastEventId }: { caller: Caller } & z.output<typeof changesInput>,
): AsyncIterableIterator<ChangeEvent, undefined> {
  const after = lastEventId == null ? parts.broker.head : parseEventId(lastEventId);
  return after >= parts.broker.head
    ? parts.broker.attach(caller.memberId)
    : new CatchingUp(parts, caller.memberId, after);
}

/** Reads the log up to its head, page by page, and is the live subscriber from there on. */
class CatchingUp implements AsyncIterableIterator<ChangeEvent, undefined> {
  /** Null once it has caught up. */
  #parts: Needs | null;
  readonly #memberId: string;
  #after: number;
  #page: ChangeEvent[] = [];
  #live: Subscriber | null = null;

  constructor(parts: Needs, memberId: string, after: number) {
    this.#parts = parts;
    this.#memberId = memberId;
    this.#after = after;
  }

  next(): Promise<Next> {
    return this.#live && this.#page.length === 0 ? this.#live.next() : this.#nextOfPage();
  }

  return(): Promise<Next> {
    this.#parts = null;
    this.#page = [];
    this.#live?.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #nextOfPage(): Promise<Next> {
    while (this.#page.length === 0 && this.#parts) await this.#read(this.#parts);
    const value = this.#page.shift();
    if (value) return { done: false, value };
    return this.#live?.next() ?? { done: true, value: undefined };
  }

  async #read({ store, broker, organisation }: Needs): Promise<void> {
    const to = broker.head;
    const rows = await store.entriesFor({
      memberId: this.#memberId,
      isOwner: organisation.isOwner(this.#memberId),
      ...{ after: this.#after, to, limit: PAGE },
    });
    // It may have been ended while it read.
    if (!this.#parts) return;
    const isAtHead = rows.length < PAGE && broker.head === to;
    const isMember = organisation.has(this.#memberId);
    if (isMember) this.#page = rows.map(toChangeEvent);
    this.#after = rows.length < PAGE ? to : (rows.at(-1)?.seq ?? to);
    if (!isAtHead && isMember) return;
    this.#parts = null;
    // Before anything is handed over, since the log grows while that goes on.
    if (isMember) this.#live = broker.attach(this.#memberId);
  }
}

function parseEventId(text: string): number {
  const seq = /^[0-9]{1,15}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(seq)) return seq;
  throw new RefusalError(refuse('badInput', 'The last event is named by its number in the log.'));
}
