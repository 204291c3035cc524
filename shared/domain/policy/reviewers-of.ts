import type { Member, MemberMatcher, Organisation } from '../organisation/organisation.ts';
import { matchesMember } from '../organisation/matches-member.ts';
import type { PlanStep } from './approval-step.ts';

type Matchers = readonly MemberMatcher[];

/** Whom matchers mean, which takes a look at every member; an organisation never changes, so it is looked up once. */
const known = new WeakMap<Organisation, Map<string, readonly string[]>>();

/** Ids of the people who may review a step, sorted: people only, each once, and never the one who asks. */
export const reviewersOf = (
  organisation: Organisation,
  { reviewers }: { readonly reviewers: Matchers },
  requester: string | null,
): string[] => peopleMeant(organisation, [reviewers], requester);

/** The same for a step of a plan: whom each of the lists means. */
export function peopleMeant(
  organisation: Organisation,
  meant: PlanStep['meant'],
  requester: string | null,
): string[] {
  const [first = [], ...others] = meant.map((matchers) => lookUp(organisation, matchers));
  return first.filter((id) => id !== requester && others.every((ids) => ids.includes(id)));
}

function lookUp(organisation: Organisation, matchers: Matchers): readonly string[] {
  let lists = known.get(organisation);
  if (!lists) known.set(organisation, (lists = new Map()));
  const key = JSON.stringify(matchers);
  let people = lists.get(key);
  if (!people) lists.set(key, (people = peopleOf(organisation, matchers)));
  return people;
}

function peopleOf(organisation: Organisation, matchers: Matchers): string[] {
  const isMeant = (member: Member) =>
    member.kind === 'person' && matchers.some((matcher) => matchesMember(matcher, member));
  return Object.values(organisation.members)
    .filter(isMeant)
    .map((member) => member.id)
    .sort();
}
