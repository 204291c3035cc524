import type { LogRecord } from '../entry.ts';
import type { RequestEntry } from '../request/request-entry.ts';

/** What a reader knows of access to which something happened. */
export interface GrantSoFar {
  /** A runner has it, or had: there may be something at the target. */
  readonly isTakenUp: boolean;
  /** Who ended it before that, which is over at once. */
  readonly endedBy: string | null;
  readonly stage: 'taken' | 'working' | 'ending' | 'over';
  /** The runner that took it last, until it works or ends. */
  readonly by: string | null;
}

type OfRequest = Pick<LogRecord, 'actor'> & { readonly entry: RequestEntry };

const WORKING: GrantSoFar = { isTakenUp: true, endedBy: null, stage: 'working', by: null };
const ENDING: GrantSoFar = { ...WORKING, stage: 'ending' };
/** It is never taken up again. */
const OVER: GrantSoFar = { ...WORKING, stage: 'over' };

/** The grant after one more entry about it. Undefined: nothing has happened to it. Pure. */
export function afterGrantEntry(
  before: GrantSoFar | undefined,
  { actor, entry }: OfRequest,
): GrantSoFar | undefined {
  switch (entry.type) {
    case 'grantActivating':
      return { ...WORKING, stage: 'taken', by: actor };
    case 'grantActivated':
      return WORKING;
    case 'grantFoundThere':
      return ENDING;
    case 'grantEnding':
      if (!before) return entry.neverBegan && { ...ENDING, isTakenUp: false, endedBy: actor };
      return before.isTakenUp && before.stage !== 'over' ? ENDING : before;
    case 'grantFailed':
    case 'grantRevoked':
    case 'grantConfirmedGone':
      return OVER;
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
  if (!before || before.stage === 'over') return null;
  if (before.isTakenUp) return 'began';
  const isOthers = record.entry.type === 'grantRevoked' && before.endedBy !== record.actor;
  return isOthers ? 'author' : null;
}
