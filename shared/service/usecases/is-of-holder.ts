import type { Caller } from '../../api/api.ts';
import type { GrantRow } from '../store/rows.ts';
import type { Parts } from './parts.ts';

/**
 * Whether the caller's device is the holder's, and there is anybody who could answer for the end in their place: in an
 * organisation of one person there is nobody to deceive. What follows from it is decided in domain/grant.
 */
export const isOfHolder = (
  { organisation }: Pick<Parts, 'organisation'>,
  { memberId }: Caller,
  { requester }: Pick<GrantRow, 'requester'>,
): boolean => memberId === requester && !isAlone(organisation.current.members);

/** Whose grants of other runners this caller gets no work of: their own. Null where they are the only person. */
export const holderToSkip = (
  { organisation }: Pick<Parts, 'organisation'>,
  { memberId }: Caller,
): string | null => (isAlone(organisation.current.members) ? null : memberId);

const isAlone = (members: Parts['organisation']['current']['members']): boolean =>
  Object.values(members).filter(({ kind }) => kind === 'person').length <= 1;
