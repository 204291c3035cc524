import { globMatches } from '../../domain/glob-matches.ts';
import { matchesMember } from '../../domain/matches-member.ts';
import type { Member, Organisation } from '../../domain/organisation.ts';

export type Reach = 'decides' | 'shadowed' | 'nothing';

/**
 * For each rule whether it decides anything of the catalog for anyone there is (`decides`), matches only what earlier
 * rules decide (`shadowed`), or matches nothing (`nothing`). Exact, and quick also for large files: entitlements, and
 * members, that the same rules match are one class and looked at once.
 */
export function reachableRules(organisation: Organisation): readonly Reach[] {
  const { rules } = organisation;
  const byEntitlement = classesOf(Object.keys(organisation.entitlements), (id) =>
    rules.flatMap((rule, index) => (rule.entitlements.some((glob) => globMatches(glob, id)) ? [index] : [])),
  );
  const byMember = classesOf(Object.values(organisation.members), (member: Member) =>
    rules.flatMap((rule, index) =>
      rule.requesters.some((each) => matchesMember(each, member)) ? [index] : [],
    ),
  );
  const reach = rules.map((): Reach => 'nothing');
  for (const forEntitlement of byEntitlement) {
    for (const forMember of byMember) {
      const both = forEntitlement.filter((index) => forMember.includes(index));
      for (const [position, index] of both.entries()) {
        if (position === 0) reach[index] = 'decides';
        else if (reach[index] === 'nothing') reach[index] = 'shadowed';
      }
    }
  }
  return reach;
}

/** The different lists of rules that `rulesOf` finds, each once. */
function classesOf<T>(items: readonly T[], rulesOf: (item: T) => readonly number[]): (readonly number[])[] {
  const classes = new Map<string, readonly number[]>();
  for (const item of items) {
    const rules = rulesOf(item);
    classes.set(rules.join(' '), rules);
  }
  return [...classes.values()];
}
