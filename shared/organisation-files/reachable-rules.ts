import { globMatches } from '../domain/policy/glob-matches.ts';
import { matchesMember } from '../domain/organisation/matches-member.ts';
import { isAbout } from '../domain/policy/is-about.ts';
import type { Entitlement, Member, Organisation, Rule } from '../domain/organisation/organisation.ts';

export type Reach = 'decides' | 'shadowed' | 'nothing';

/**
 * For each rule whether it decides anything of the catalog for anyone there is (`decides`), matches only what earlier
 * rules decide (`shadowed`), or matches nothing (`nothing`). Exact, and quick also for large files: entitlements, and
 * members, that the same rules match are one class and looked at once.
 */
export function reachableRules(organisation: Organisation): readonly Reach[] {
  const { rules } = organisation;
  const about = rules.map(matcherOfRule);
  const byEntitlement = classesOf(Object.values(organisation.entitlements), (each) =>
    about.flatMap((matches, index) => (matches(each) ? [index] : [])),
  );
  const byMember = classesOf(Object.values(organisation.members), (member: Member) =>
    rules.flatMap((rule, index) =>
      rule.requesters.some((each) => matchesMember(each, member)) ? [index] : [],
    ),
  );
  const isMatched = (classes: readonly (readonly number[])[]) => new Set(classes.flat());
  const [ofEntitlements, ofMembers] = [isMatched(byEntitlement), isMatched(byMember)];
  const deciding = firstOfEachPair(byEntitlement, byMember, (index) => rules[index]?.when === undefined);
  return rules.map((_, index): Reach => {
    if (!ofEntitlements.has(index) || !ofMembers.has(index)) return 'nothing';
    return deciding.has(index) ? 'decides' : 'shadowed';
  });
}

/** `isAbout`, with what a glob begins and ends with looked at once. */
function matcherOfRule(rule: Rule): (entitlement: Entitlement) => boolean {
  if (rule.tags) return (entitlement) => isAbout(rule, entitlement);
  const globs = rule.entitlements.map(matcherOf);
  return ({ id }) => globs.some((matches) => matches(id));
}

/** `globMatches` with one look at how the text begins and ends before it: most globs are told apart by that. */
function matcherOf(glob: string): (text: string) => boolean {
  const first = glob.indexOf('*');
  if (first === -1) return (text) => text === glob;
  const [begin, end] = [glob.slice(0, first), glob.slice(glob.lastIndexOf('*') + 1)];
  return (text) => text.startsWith(begin) && text.endsWith(end) && globMatches(glob, text);
}

/** The rules that may come first for any entitlement and any member: one that is not certain to decide leaves them to the next. */
function firstOfEachPair(
  byEntitlement: readonly (readonly number[])[],
  byMember: readonly (readonly number[])[],
  isCertain: (index: number) => boolean,
): ReadonlySet<number> {
  const members = byMember.map((rules) => new Set(rules));
  const deciding = new Set<number>();
  for (const rules of byEntitlement) {
    // Each member is looked at until the first rule that both have, and no more after that.
    let left = members;
    for (const index of rules) {
      const others = left.filter((each) => !each.has(index));
      if (others.length < left.length) deciding.add(index);
      if (isCertain(index)) left = others;
      if (left.length === 0) break;
    }
  }
  return deciding;
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
