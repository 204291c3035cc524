import { globCovers } from '../domain/policy/glob-covers.ts';
import { matchesMember } from '../domain/organisation/matches-member.ts';
import type { MemberMatcher, Organisation, Rule, RuleStep } from '../domain/organisation/organisation.ts';
import { isRelative } from '../domain/policy/concrete-rule.ts';
import { areEnoughPeople } from '../domain/policy/enough-people.ts';
import { reviewersOf } from '../domain/policy/reviewers-of.ts';
import { LIMITS } from '../contract/limits.ts';
import { ownValue } from '../lib/own-value.ts';
import { told } from '../words/told.ts';
import type { MistakeList } from './mistake-list.ts';
import { checkRelatives } from './check-relatives.ts';
import { reachableRules } from './reachable-rules.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/**
 * What is wrong with the rules together: some can never match, some wait for approvals that nobody can give.
 *
 * A rule can never match when earlier rules take everything it matches. The earlier ones are
 * asked about the whole catalog and all people there are, which is exact, but only for now: a rule that waits for
 * entitlements to come is no error, so it is a warning. Where one earlier rule has patterns and requesters that are plainly
 * wider, that holds for every catalog, and is an error. A rule with a condition takes nothing for certain.
 */
export function checkRules(file: YamlFile, organisation: Organisation, mistakes: MistakeList): void {
  const { rules } = organisation;
  const reachable = reachableRules(organisation);
  for (const [index, rule] of rules.entries()) {
    const path = ['rules', index];
    const coveredBy = rules.slice(0, index).find((earlier) => covers(earlier, rule));
    if (coveredBy) mistakes.error(file, path, told('ruleCovered', { rule: rule.name, by: coveredBy.name }));
    else if (reachable[index] === 'shadowed')
      mistakes.warning(file, path, told('ruleShadowed', { rule: rule.name }));
    else if (reachable[index] === 'nothing')
      mistakes.warning(
        file,
        [...path, 'match', 'entitlement'],
        told('ruleMatchesNothing', { rule: rule.name }),
      );
    checkReviewers(file, path, rule, organisation, mistakes);
    checkRelatives(file, path, rule, organisation, mistakes);
  }
}

/** Whether one earlier rule certainly takes everything that `later` matches, whatever the catalog and the groups hold. */
function covers(earlier: Rule, later: Rule): boolean {
  return (
    earlier.when === undefined &&
    later.requesters.every((matcher) => earlier.requesters.some((each) => includes(each, matcher))) &&
    coversEntitlements(earlier, later)
  );
}

function coversEntitlements(earlier: Rule, later: Rule): boolean {
  if (earlier.tags)
    return Object.entries(earlier.tags).every(
      ([tag, value]) => later.tags && ownValue(later.tags, tag) === value,
    );
  // Which ids have a tag the catalog says, which comes to be another one.
  const globs = later.tags ? ['**'] : later.entitlements;
  return globs.every((glob) => earlier.entitlements.some((each) => globCovers(each, glob)));
}

function includes(wide: MemberMatcher, narrow: MemberMatcher): boolean {
  if (wide.kind === 'anyone') return true;
  if (wide.kind === 'group') return narrow.kind === 'group' && narrow.name === wide.name;
  return narrow.kind === 'member' && narrow.id === wide.id;
}

function checkReviewers(
  file: YamlFile,
  rulePath: YamlPath,
  rule: Rule,
  organisation: Organisation,
  mistakes: MistakeList,
): void {
  if (rule.decision.kind !== 'review') return;
  const { steps } = rule.decision;
  const named = steps.map((step) => namedIn(organisation, step));
  for (const [index, step] of steps.entries()) {
    const path = [...rulePath, 'approve', index];
    const reviewers = named[index] ?? [];
    if (reviewers.length > LIMITS.reviewersPerStep)
      mistakes.error(
        file,
        [...path, 'reviewers'],
        told('tooManyReviewers', { count: reviewers.length, most: LIMITS.reviewersPerStep }),
      );
    // Who else is meant follows from each request: see check-relatives.ts.
    if (step.reviewers.some(isRelative)) continue;
    if (reviewers.length < step.need)
      mistakes.error(
        file,
        path,
        told('stepNeverDone', { step: step.name, need: step.need, have: reviewers.length }),
      );
    else if (reviewers.length === step.need) {
      const stuck = reviewers.find((id) => mayAsk(organisation, rule, id));
      if (stuck !== undefined)
        mistakes.warning(
          file,
          path,
          told('stepStuck', { name: organisation.members[stuck]?.name ?? stuck, step: step.name }),
        );
    }
  }
  if (steps.some(({ reviewers }) => reviewers.some(isRelative))) return;
  const people = steps.map(({ need }, index) => ({ need, reviewers: named[index] ?? [] }));
  const isDoneAlone = people.every(({ need, reviewers }) => reviewers.length >= need);
  if (rule.distinct && isDoneAlone && !areEnoughPeople(people))
    mistakes.error(file, [...rulePath, 'approve'], told('stepsNeedOthers', { rule: rule.name }));
}

/** Those whom a step means by name, whoever asks. */
const namedIn = (organisation: Organisation, { reviewers }: RuleStep): string[] =>
  reviewersOf(organisation, { reviewers: reviewers.filter((each) => !isRelative(each)) }, null);

function mayAsk(organisation: Organisation, rule: Rule, id: string): boolean {
  const member = organisation.members[id];
  return member !== undefined && rule.requesters.some((matcher) => matchesMember(matcher, member));
}
