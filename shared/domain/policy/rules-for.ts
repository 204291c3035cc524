import { matchesMember } from '../organisation/matches-member.ts';
import type { Entitlement, Member, Organisation, Rule } from '../organisation/organisation.ts';
import { isAbout } from './is-about.ts';

/** An organisation never changes, so each of these is made once: which rules are about an entitlement, and which are for a member. */
interface RuleIndex {
  readonly byEntitlement: Map<string, readonly number[]>;
  /** A byte a rule, 1 for one that is for the member: a kilobyte for each who asks, of a thousand rules. */
  readonly byMember: Map<string, Uint8Array>;
}

const indexes = new WeakMap<Organisation, RuleIndex>();

/** The rules that are about the entitlement and whose requesters match the member, in their order. Their conditions are not asked. */
export function rulesFor(
  organisation: Organisation,
  member: Member,
  entitlement: Entitlement,
): readonly Rule[] {
  const { rules } = organisation;
  let index = indexes.get(organisation);
  if (!index) indexes.set(organisation, (index = { byEntitlement: new Map(), byMember: new Map() }));
  const { byEntitlement, byMember } = index;
  let about = byEntitlement.get(entitlement.id);
  if (!about) byEntitlement.set(entitlement.id, (about = rulesAbout(rules, entitlement)));
  let isFor = byMember.get(member.id);
  if (!isFor)
    byMember.set(member.id, (isFor = Uint8Array.from(rules, (rule) => (isForMember(rule, member) ? 1 : 0))));
  return about.flatMap((at) => (isFor[at] === 1 ? (rules[at] ?? []) : []));
}

const rulesAbout = (rules: readonly Rule[], entitlement: Entitlement): number[] =>
  rules.flatMap((rule, at) => (isAbout(rule, entitlement) ? [at] : []));

const isForMember = ({ requesters }: Rule, member: Member): boolean =>
  requesters.some((matcher) => matchesMember(matcher, member));
