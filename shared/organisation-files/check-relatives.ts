import { matchesMember } from '../domain/organisation/matches-member.ts';
import type { Organisation, Rule, RuleStep } from '../domain/organisation/organisation.ts';
import { isRelative } from '../domain/policy/concrete-rule.ts';
import { isAbout } from '../domain/policy/is-about.ts';
import { ownValue } from '../lib/own-value.ts';
import { told } from '../words/told.ts';
import type { MistakeList } from './mistake-list.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';

/** So many are named of those for whom nobody could approve. */
const MOST_NAMED = 3;

/**
 * Steps whose reviewers follow from the request: warns of people who may ask and have no manager, and of entitlements without an owner, where the
 * step has nobody else to answer it. Not a mistake: it is so for them alone, and they are told before they ask.
 */
export function checkRelatives(
  file: YamlFile,
  rulePath: YamlPath,
  rule: Rule,
  organisation: Organisation,
  mistakes: MistakeList,
): void {
  if (rule.decision.kind !== 'review') return;
  for (const [index, step] of rule.decision.steps.entries()) {
    const path = [...rulePath, 'approve', index, 'reviewers'];
    const kinds = step.reviewers.map(({ kind }) => kind);
    // Who is named beside them can answer: how many these are the request says.
    if (!step.reviewers.every(isRelative)) continue;
    const unmanaged = kinds.includes('ownerOf') ? [] : withoutManager(organisation, rule);
    if (unmanaged.length > 0)
      mistakes.warning(file, path, told('askersWithoutManager', { step: step.name, ...some(unmanaged) }));
    const unowned = kinds.includes('manager') ? [] : withoutOwner(organisation, rule, step);
    if (unowned.length > 0)
      mistakes.warning(file, path, told('entitlementsWithoutOwner', { step: step.name, ...some(unowned) }));
  }
}

const some = (names: readonly string[]) => ({
  names: names.slice(0, MOST_NAMED),
  more: Math.max(0, names.length - MOST_NAMED),
});

const withoutManager = ({ members }: Organisation, { requesters }: Rule): string[] =>
  Object.values(members)
    .filter((member) => requesters.some((each) => matchesMember(each, member)))
    .filter(({ id, manager }) => manager === null || manager === id || !ownValue(members, manager))
    .map(({ name }) => name);

function withoutOwner({ members, entitlements }: Organisation, rule: Rule, step: RuleStep): string[] {
  const groups = new Set(
    Object.values(members).flatMap((member) => (member.kind === 'person' ? member.groups : [])),
  );
  const tags = step.reviewers.flatMap((each) => (each.kind === 'ownerOf' ? [each.tag] : []));
  const isOwned = (of: Readonly<Record<string, string>>): boolean =>
    tags.some((tag) => groups.has(ownValue(of, tag) ?? ''));
  return Object.values(entitlements)
    .filter((each) => !isOwned(each.tags) && isAbout(rule, each))
    .map(({ id }) => id);
}
