import type { LogRecord } from '../entry.ts';
import type { RequestEntry } from '../request/request-entry.ts';

/** What a reader knows of access that is not over. */
export interface GrantSoFar {
  /** A runner has it, or had: there may be something at the target. */
  readonly isTakenUp: boolean;
  /** Who ended it before that, which is over at once. */
  readonly endedBy: string | null;
}

type OfRequest = Pick<LogRecord, 'actor'> & { readonly entry: RequestEntry };

const TAKEN_UP: GrantSoFar = { isTakenUp: true, endedBy: null };

/** The grant after one more entry about it. Undefined: nothing has happened to it, or it is over. Pure. */
export function afterGrantEntry(
  before: GrantSoFar | undefined,
  { actor, entry }: OfRequest,
): GrantSoFar | undefined {
  switch (entry.type) {
    case 'grantActivating':
    case 'grantActivated':
    case 'grantFoundThere':
      return TAKEN_UP;
    case 'grantEnding':
      return entry.neverBegan && !before ? { isTakenUp: false, endedBy: actor } : before;
    case 'grantFailed':
    case 'grantRevoked':
    case 'grantConfirmedGone':
      return undefined;
    default:
      return before;
  }
}

/** Whether an entry says, by nobody's word, that there never was any access. */
export const saysNeverBegan = ({ actor, entry }: OfRequest): boolean =>
  entry.type === 'grantFailed'
    ? !actor.startsWith('runner:')
    : (entry.type === 'grantEnding' || entry.type === 'grantRevoked') && entry.neverBegan === true;

/** Whether what says so is untrue, as far as is known here. `began`: it was taken up. `author`: somebody else ended it. */
export function isUntrueOfGrant(
  before: GrantSoFar | undefined,
  record: OfRequest,
): 'began' | 'author' | null {
  if (!before) return null;
  if (before.isTakenUp) return 'began';
  const isOthers = record.entry.type === 'grantRevoked' && before.endedBy !== record.actor;
  return isOthers ? 'author' : null;
}
