import { wordsIn } from '../words/words.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { GrantState } from '../domain/grant/grant.ts';

/**
 * Why a grant gives no access, as a sentence. What was left behind is only said where it was looked at: a grant is `failed`
 * when nothing is there, and `revoking` until that was verified.
 */
export function describeNoAccess(grant: Exclude<GrantState, { kind: 'active' }>): string {
  switch (grant.kind) {
    case 'failed':
      return `It could not be set up, nothing was left behind: ${asSentence(wordsIn('en').spoken(grant.message))}`;
    case 'scheduled':
    case 'activating':
      return 'It is still being set up.';
    case 'revoking':
      if (grant.cause !== 'activationFailed') return 'The access is being taken away.';
      return `It could not be set up, and what may have been left behind is being taken away.${
        grant.lastMessage === null
          ? ''
          : ` The last attempt: ${asSentence(wordsIn('en').spoken(grant.lastMessage))}`
      }`;
    case 'revoked':
      if (grant.cause !== 'activationFailed') return 'The access has ended already.';
      return grant.confirmedBy === null
        ? 'It could not be set up. Nothing is left behind.'
        : `It could not be set up. That nothing is left behind is the word of ${grant.confirmedBy}.`;
    default:
      return assertNever(grant);
  }
}

const asSentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
