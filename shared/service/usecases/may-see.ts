import type { RequestState } from '../../domain/request/request.ts';
import { factsAudience } from '../changes/facts-audience.ts';
import type { Parts } from './parts.ts';

/** Whether the member may read this request: who asked, who may review, owners. */
export function maySee(
  { organisation }: Pick<Parts, 'organisation'>,
  memberId: string,
  { facts }: RequestState,
): boolean {
  return organisation.isOwner(memberId) || factsAudience(facts).has(memberId);
}
