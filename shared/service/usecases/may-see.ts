import type { RequestState } from '../../domain/request/request.ts';
import { audienceOf } from '../../domain/request/audience-of.ts';
import type { Parts } from './parts.ts';

/** Whether the member may read this request: who asked, who may review, owners. */
export function maySee(
  { organisation }: Pick<Parts, 'organisation'>,
  memberId: string,
  state: RequestState,
): boolean {
  return organisation.isOwner(memberId) || audienceOf(state).has(memberId);
}
