import { RefusalError } from '../../contract/refusal-error.ts';
import type { Caller } from '../../api/api.ts';
import { refuse } from '../../domain/refusal.ts';
import type { Parts } from './parts.ts';

/** The credential of a grant as it was sealed for the calling device. Only for who asked for the grant. */
export async function getCredential(
  { store }: Pick<Parts, 'store'>,
  { memberId, deviceId }: Caller,
  { grantId }: { grantId: string },
): Promise<{ sealed: string | null }> {
  const row = (await store.grants([grantId])).get(grantId);
  const state = row && (await store.states([row.requestId])).get(row.requestId);
  if (state?.facts.requester !== memberId) throw new RefusalError(refuse('notFound', 'noSuchGrantOfYours'));
  return { sealed: await store.sealed(grantId, deviceId) };
}
