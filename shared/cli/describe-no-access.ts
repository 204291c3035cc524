import { assertNever } from '../lib/assert-never.ts';
import type { GrantState } from '../domain/grant/grant.ts';
import type { Words } from '../words/words.ts';

/**
 * Why a grant gives no access, as a sentence. What was left behind is only said where it was looked at: a grant is `failed`
 * when nothing is there, and `revoking` until that was verified.
 */
export function describeNoAccess(
  { cli: { noAccess }, spoken }: Words,
  grant: Exclude<GrantState, { kind: 'active' }>,
): string {
  switch (grant.kind) {
    case 'failed':
      return noAccess.notSetUp({ why: asSentence(spoken(grant.message)) });
    case 'scheduled':
    case 'activating':
      return noAccess.beingSetUp;
    case 'revoking':
      if (grant.cause !== 'activationFailed') return noAccess.beingTaken;
      return grant.lastMessage === null
        ? noAccess.notSetUpBeingTaken
        : noAccess.notSetUpLastTry({ why: asSentence(spoken(grant.lastMessage)) });
    case 'revoked':
      if (grant.cause !== 'activationFailed') return noAccess.ended;
      return grant.confirmedBy === null ? noAccess.nothingLeft : noAccess.wordOf({ who: grant.confirmedBy });
    default:
      return assertNever(grant);
  }
}

const asSentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
