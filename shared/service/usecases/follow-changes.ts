import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { changesInput } from '../../contract/api-schemas.ts';
import type { ChangeEvent } from '../../api/change-event.ts';
import type { Outlet } from '../../api/outlet.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';
import { toChangeEvent } from '../changes/broker.ts';
import type { CatchUp } from '../changes/catch-ups.ts';
import type { Subscriber } from '../changes/subscriber.ts';
import type { Parts } from './parts.ts';

/** Entries handed over at a time while catching up: some milliseconds of work, then everybody else has a turn. */
const PAGE = 100;
/** Places of the log looked at for one page. Of a long log most may concern others. */
const SPAN = 1_000;
/** Catch-ups of one member at once: a person has a few devices, a service account runs many jobs. */
const MOST_AT_ONCE = { person: 4, service: 16 } as const;

type Needs = Pick<Parts, 'store' | 'broker' | 'organisation' | 'removed' | 'catchUps'>;
type Next = IteratorResult<ChangeEvent, undefined>;
const END: Next = { done: true, value: undefined };

/** Where nothing is in between, as in tests. */
const OPEN: Outlet = { drained: () => Promise.resolve(true) };

/**
 * What concerns the caller, from the last event that they have, then live, without gap or duplicate. Without a last event:
 * what happens from this call on. A subscriber that reads too slowly is cut off with a fault and resumes.
 */
export function followChanges(
  parts: Needs,
  {
    caller,
    lastEventId,
    outlet = OPEN,
  }: { caller: Caller; outlet?: Outlet | undefined } & z.output<typeof changesInput>,
): AsyncIterableIterator<ChangeEvent, undefined> {
  const after = lastEventId == null ? parts.broker.head : parseEventId(lastEventId);
  return after >= parts.broker.head
    ? parts.broker.attach(caller)
    : new CatchingUp(parts, { caller, after, outlet });
}

/**
 * Reads the log up to its head, page by page, and is the live subscriber from there on. The next page is read when the one
 * before has gone out and it is this one's turn (`CatchUps`), and never for somebody who is gone.
 */
class CatchingUp implements AsyncIterableIterator<ChangeEvent, undefined> {
  readonly #parts: Needs;
  readonly #caller: Caller;
  readonly #outlet: Outlet;
  #place: CatchUp | null = null;
  /** False once it has caught up, or ended. */
  #isBehind = true;
  #after: number;
  #page: ChangeEvent[] = [];
  #live: Subscriber | null = null;

  constructor(parts: Needs, from: { caller: Caller; after: number; outlet: Outlet }) {
    this.#parts = parts;
    this.#caller = from.caller;
    this.#outlet = from.outlet;
    this.#after = from.after;
  }

  next(): Promise<Next> {
    return this.#live && this.#page.length === 0 ? this.#live.next() : this.#nextOfPage();
  }

  return(): Promise<Next> {
    this.#stopReading();
    this.#page = [];
    this.#live?.end();
    return Promise.resolve(END);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #nextOfPage(): Promise<Next> {
    try {
      while (this.#page.length === 0 && this.#isBehind) await this.#readOn();
    } catch (fault) {
      this.#stopReading();
      throw fault;
    }
    const value = this.#page.shift();
    if (value) return { done: false, value };
    return this.#live?.next() ?? END;
  }

  async #readOn(): Promise<void> {
    const { catchUps, organisation } = this.#parts;
    const { memberId } = this.#caller;
    const kind = organisation.member(memberId)?.kind ?? 'person';
    this.#place ??= catchUps.enter(memberId, MOST_AT_ONCE[kind]);
    await this.#place.ready;
    const isThere = this.#isBehind && (await this.#outlet.drained());
    if (!isThere) return this.#stopReading();
    await catchUps.page(() => this.#read());
  }

  async #read(): Promise<void> {
    const { store, broker, organisation, removed, catchUps } = this.#parts;
    const { memberId, deviceId } = this.#caller;
    // It may have been ended while it waited.
    if (!this.#isBehind) return;
    if (catchUps.isStopped) return this.#stopReading();
    const head = broker.head;
    const to = Math.min(head, this.#after + SPAN);
    const rows = await store.entriesFor({
      memberId,
      isOwner: organisation.isOwner(memberId),
      ...{ after: this.#after, to, limit: PAGE },
    });
    if (!this.#isBehind) return;
    if (!organisation.has(memberId) || removed.has(deviceId)) return this.#stopReading();
    this.#page = rows.map(toChangeEvent);
    catchUps.entries += rows.length;
    this.#after = rows.length < PAGE ? to : (rows.at(-1)?.seq ?? to);
    if (this.#after < broker.head) return;
    this.#stopReading();
    // Before anything is handed over, since the log grows while that goes on.
    this.#live = broker.attach(this.#caller);
  }

  #stopReading(): void {
    this.#isBehind = false;
    this.#place?.leave();
  }
}

function parseEventId(text: string): number {
  const seq = /^[0-9]{1,15}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(seq)) return seq;
  throw new RefusalError(refuse('badInput', 'eventUnnamed'));
}
