import type { z } from 'zod';
import type { Caller } from '../../contract/api.ts';
import type { changesInput } from '../../contract/api-schemas.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { refuse } from '../../domain/refusal.ts';
import { toChangeEvent } from '../changes/broker.ts';
import type { ChangeEvent, Subscriber } from '../changes/subscriber.ts';
import type { Parts } from './parts.ts';

/** Entries read at a time while catching up. */
const PAGE = 500;

type Needs = Pick<Parts, 'store' | 'broker' | 'organisation'>;

/**
 * What concerns the caller, from the last event that they have, then live, without gap or duplicate. Without a last event:
 * what happens from this call on. A subscriber that reads too slowly is cut off with a fault and resumes.
 */
export function followChanges(
  parts: Needs,
  { caller, lastEventId }: { caller: Caller } & z.output<typeof changesInput>,
  signal: AbortSignal,
): AsyncIterable<ChangeEvent> {
  const after = lastEventId == null ? parts.broker.head : parseEventId(lastEventId);
  const attached = after >= parts.broker.head ? parts.broker.attach(caller.memberId, signal) : null;
  return events(parts, { caller, after, attached }, signal);
}

async function* events(
  parts: Needs,
  start: { caller: Caller; after: number; attached: Subscriber | null },
  signal: AbortSignal,
): AsyncGenerator<ChangeEvent> {
  const { caller } = start;
  let { after, attached } = start;
  try {
    while (!attached && !signal.aborted) {
      const to = parts.broker.head;
      const page = await parts.store.entriesFor({
        memberId: caller.memberId,
        isOwner: parts.organisation.isOwner(caller.memberId),
        ...{ after, to, limit: PAGE },
      });
      const isAtHead = page.length < PAGE && parts.broker.head === to;
      if (!parts.organisation.has(caller.memberId)) return;
      // Before anything is handed over, since the log grows while that goes on.
      if (isAtHead) attached = parts.broker.attach(caller.memberId, signal);
      for (const entry of page) yield toChangeEvent(entry);
      after = page.length < PAGE ? to : (page.at(-1)?.seq ?? to);
    }
    for (let batch = await attached?.take(); batch; batch = await attached?.take()) yield* batch;
  } finally {
    attached?.end();
  }
}

function parseEventId(text: string): number {
  const seq = /^[0-9]{1,15}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(seq)) return seq;
  throw new RefusalError(refuse('badInput', 'The last event is named by its number in the log.'));
}
