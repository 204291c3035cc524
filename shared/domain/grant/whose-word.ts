import { refuse, type Refusal } from '../refusal.ts';
import type { Word } from './grant-command.ts';
import type { GrantEntry } from './grant-entry.ts';
import { fenceOf, grantorOf, type GrantState } from './grant.ts';

/**
 * Null when what a runner says of the grant counts.
 *
 * 1. It does from the one that set the access up, and from the one that took it last, by the number of that, until it is gone.
 * 2. It never does from another device of the holder.
 */
export function whyNotHeard(grant: GrantState, word: Word): Refusal | null {
  const { runnerId, fence } = word;
  if (isHoldersOther(grant, word)) return HOLDERS_WORD;
  if (grantorOf(grant) === runnerId) return null;
  const hasIt = grant.kind !== 'revoked' && grant.hand?.runnerId === runnerId;
  return hasIt && grant.hand?.fence === fence ? null : NOT_THEIRS;
}

/** The holder's own device may not answer for what another one set up: the word that access is gone would be theirs. */
export function isHoldersOther(
  grant: GrantState,
  { runnerId, isHolders }: Pick<Word, 'runnerId' | 'isHolders'>,
): boolean {
  const grantor = grantorOf(grant);
  return isHolders && grantor !== null && grantor !== runnerId;
}

/** The entry by which the end of access passes to this runner; none where it is in its hands already. */
export function taken(
  grant: GrantState,
  { grantId, runnerId }: { readonly grantId: string; readonly runnerId: string },
): GrantEntry[] {
  const had = grant.hand?.runnerId ?? grantorOf(grant);
  if (had === runnerId) return [];
  return [{ type: 'revocationTaken', grantId, runnerId, fence: fenceOf(grant) + 1 }];
}

/** The code that makes a runner let go without revoking what another one set up. */
const NOT_THEIRS = refuse('takenOver', 'grantNotHeld');

export const HOLDERS_WORD = refuse('notAllowed', 'holdersWord');
