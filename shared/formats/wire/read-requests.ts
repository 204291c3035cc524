import { z } from 'zod';
import { LIMITS } from '../../contract/limits.ts';
import { requestStateSchema } from '../../contract/request-schema.ts';
import { requestIdSchema } from '../../contract/scalars.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { readEach, type Unknown } from '../format.ts';
import { fieldOf } from './field-of.ts';
import { readBy } from './read-by.ts';

/** A list of requests: those that are known, in order, and those that a newer Latchkey made. */
export interface Requests {
  readonly known: readonly RequestState[];
  readonly unknown: readonly Unknown[];
}

/** One page. `last`: the id after which the next one begins; null when there is none. */
export interface RequestPage extends Requests {
  readonly last: string | null;
}

export const readRequest = readBy<RequestState>(requestStateSchema);

const pageSchema = z.array(z.unknown()).max(LIMITS.pageSize);

/** Throws when it is no list, or longer than a page. */
export function readRequestPage(raw: unknown): RequestPage {
  const items = pageSchema.parse(raw);
  const ids = items.map(requestIdIn);
  const isFull = items.length === LIMITS.pageSize;
  return {
    ...readEach(items, readRequest),
    last: isFull ? (ids.findLast((id) => id !== null) ?? null) : null,
  };
}

/** The id of a request whose rest may be unknown; null when it has none that is one. */
export const requestIdIn = (raw: unknown): string | null =>
  requestIdSchema.safeParse(fieldOf(fieldOf(raw, 'facts'), 'requestId')).data ?? null;
