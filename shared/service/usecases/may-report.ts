import type { Caller } from '../../contract/api.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import type { GrantRow } from '../store/rows.ts';
import type { Parts } from './parts.ts';

/**
 * Whether a device may answer for the end of a grant that another device set up. The holder's own may not: the word that
 * access is gone would be theirs. In an organisation of one person there is nobody to deceive.
 */
export function isHoldersOther(
  { organisation }: Pick<Parts, 'organisation'>,
  { memberId, deviceId }: Caller,
  { requester, grantedBy }: Pick<GrantRow, 'requester' | 'grantedBy'>,
): boolean {
  if (memberId !== requester || grantedBy === null || grantedBy === deviceId) return false;
  return !isAlone(organisation.current.members);
}

/** Whose grants of other runners this caller gets no work of: their own. Null where they are the only person. */
export const holderToSkip = (
  { organisation }: Pick<Parts, 'organisation'>,
  { memberId }: Caller,
): string | null => (isAlone(organisation.current.members) ? null : memberId);

/**
 * Null when what this device says of the grant counts.
 *
 * 1. It does from the device that set the access up, and from the one that holds the lease, by the number of that lease.
 * 2. It never does from another device of the holder.
 *
 * Which device calls is found from its token, so that nobody speaks in the name of a runner.
 */
export function mayReport(
  parts: Pick<Parts, 'organisation'>,
  caller: Caller,
  { row, fence }: { readonly row: GrantRow; readonly fence: number },
): Refusal | null {
  if (isHoldersOther(parts, caller, row)) return HOLDERS_WORD;
  if (row.grantedBy === caller.deviceId) return null;
  return row.leaseRunner === caller.deviceId && row.fence === fence ? null : NOT_THEIRS;
}

const isAlone = (members: Parts['organisation']['current']['members']): boolean =>
  Object.values(members).filter(({ kind }) => kind === 'person').length <= 1;

const HOLDERS_WORD = refuse(
  'notAllowed',
  'Another runner set this access up for you, so it or a runner of somebody else has to say what became of it.',
);

/** The code that makes a runner let go without revoking what another one set up. */
const NOT_THEIRS = refuse('takenOver', 'This runner does not have this grant, or not any more.');
