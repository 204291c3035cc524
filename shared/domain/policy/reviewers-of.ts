import type { Member, Organisation, RuleStep } from '../organisation/organisation.ts';
import { matchesMember } from '../organisation/matches-member.ts';

/** Whom each step means, which takes a look at every member; an organisation never changes, so it is looked up once. */
const known = new WeakMap<Organisation, Map<RuleStep, readonly string[]>>();

/** Ids of the people who may review a step, sorted: people only, each once, and never the one who asks. */
export function reviewersOf(organisation: Organisation, step: RuleStep, requester: string | null): string[] {
  let steps = known.get(organisation);
  if (!steps) known.set(organisation, (steps = new Map()));
  let people = steps.get(step);
  if (!people) steps.set(step, (people = peopleOf(organisation, step)));
  return people.filter((id) => id !== requester);
}

function peopleOf(organisation: Organisation, step: RuleStep): string[] {
  const isReviewer = (member: Member) =>
    member.kind === 'person' && step.reviewers.some((matcher) => matchesMember(matcher, member));
  return Object.values(organisation.members)
    .filter(isReviewer)
    .map((member) => member.id)
    .sort();
}
