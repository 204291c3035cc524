import { globMatches } from './glob-matches.ts';
import { matchesMember } from '../organisation/matches-member.ts';
import type { Member, Organisation, Rule } from '../organisation/organisation.ts';

/** The rule that decides when `member` asks for the entitlement: the first one that matches both. */
export function findRule(
  organisation: Organisation,
  member: Member,
  entitlementId: string,
): Rule | undefined {
  return organisation.rules.find(
    (rule) =>
      rule.requesters.some((matcher) => matchesMember(matcher, member)) &&
      rule.entitlements.some((glob) => globMatches(glob, entitlementId)),
  );
}
