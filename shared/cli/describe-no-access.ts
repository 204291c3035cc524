import { assertNever } from '../lib/assert-never.ts';
import { ended } from '../lib/ended.ts';
import type { GrantState } from '../domain/grant/grant.ts';
import type { Words } from '../words/words.ts';

/**
 * Why a grant gives no access, as a sentence. What was left behind is only said where it was looked at: a grant is `failed`
 * when nothing is there, and `revoking` until that was verified.
 */
export function describeNoAccess(
  { cli: { noAccess }, ofRunner }: Words,
  grant: Exclude<GrantState, { kind: 'active' }>,
): string {
  switch (grant.kind) {
    case 'failed':
      return noAccess.notSetUp({ why: ended(ofRunner(grant.message)) });
    case 'scheduled':
    case 'activating':
      return noAccess.beingSetUp;
    case 'revoking':
      if (grant.cause !== 'activationFailed') return noAccess.beingTaken;
      return grant.lastMessage === null
        ? noAccess.notSetUpBeingTaken
        : noAccess.notSetUpLastTry({ why: ended(ofRunner(grant.lastMessage)) });
    case 'revoked':
      if (grant.cause !== 'activationFailed') return noAccess.ended;
      return grant.confirmedBy === null ? noAccess.nothingLeft : noAccess.wordOf({ who: grant.confirmedBy });
    default:
      return assertNever(grant);
  }
}
