import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { listInput } from '../../contract/api-schemas.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Parts } from './parts.ts';

/**
 * One page. Every list can be read to its end, page after page: nothing that others ask for hides what runs or waits, and
 * what runs is a list of its own.
 */
export async function listRequests(
  { store, organisation, time }: Pick<Parts, 'store' | 'organisation' | 'time'>,
  { memberId }: Caller,
  query: z.output<typeof listInput>,
): Promise<RequestState[]> {
  const isOwner = organisation.isOwner(memberId);
  return [...(await store.listRequests({ ...query, memberId, isOwner, now: time.now() }))];
}
