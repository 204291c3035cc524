import { assertNever } from '../../lib/assert-never.ts';
import type { Member, MemberMatcher } from './organisation.ts';

/** Whether `matcher` means this person or service. */
export function matchesMember(matcher: MemberMatcher, member: Member): boolean {
  switch (matcher.kind) {
    case 'anyone':
      return true;
    case 'group':
      return member.groups.includes(matcher.name);
    case 'member':
      return member.id === matcher.id;
    default:
      return assertNever(matcher);
  }
}
