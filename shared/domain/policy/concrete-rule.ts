import { ownValue } from '../../lib/own-value.ts';
import { told, type Told } from '../../words/told.ts';
import type {
  Entitlement,
  Member,
  MemberMatcher,
  ReviewerMatcher,
  Rule,
  RuleDecision,
  RuleStep,
} from '../organisation/organisation.ts';

/** A step as it is for one request: people and groups by name. */
export interface ConcreteStep extends Omit<RuleStep, 'reviewers'> {
  readonly reviewers: readonly MemberMatcher[];
  /** What of its reviewers means nobody here, and why. Absent: all of it means somebody, as far as its names go. */
  readonly lacking?: readonly Told[];
}

export interface ConcreteRule extends Omit<Rule, 'decision'> {
  readonly decision:
    | Exclude<RuleDecision, { kind: 'review' }>
    | { readonly kind: 'review'; readonly steps: readonly ConcreteStep[] };
}

export interface Asking {
  readonly member: Member;
  readonly entitlement: Entitlement;
}

/**
 * A rule as it is for who asks for this entitlement: who is meant by `manager` and `ownerOf` is named, so that the plan of a request means people and
 * groups and nothing else. A rule that names them itself is the same object for everybody.
 */
export function concreteRule(rule: Rule, asking: Asking): ConcreteRule {
  const { decision } = rule;
  if (decision.kind !== 'review' || decision.steps.every(isConcrete)) return rule as ConcreteRule;
  return {
    ...rule,
    decision: { kind: 'review', steps: decision.steps.map((step) => concreteStep(step, asking)) },
  };
}

/** Whether who is meant follows from the request. */
export const isRelative = (matcher: ReviewerMatcher): matcher is Exclude<ReviewerMatcher, MemberMatcher> =>
  matcher.kind === 'manager' || matcher.kind === 'ownerOf';

const isConcrete = ({ reviewers }: RuleStep): boolean => !reviewers.some(isRelative);

function concreteStep(step: RuleStep, asking: Asking): ConcreteStep {
  const found = step.reviewers.map((matcher) => concrete(matcher, asking));
  const lacking = found.flatMap(({ why }) => why ?? []);
  return {
    ...step,
    reviewers: found.flatMap(({ matcher }) => matcher ?? []),
    ...(lacking.length > 0 ? { lacking } : {}),
  };
}

interface Concrete {
  readonly matcher?: MemberMatcher;
  readonly why?: Told;
}

function concrete(matcher: ReviewerMatcher, { member, entitlement }: Asking): Concrete {
  switch (matcher.kind) {
    case 'manager':
      return member.manager === null
        ? { why: told('noManager', { name: member.name }) }
        : { matcher: { kind: 'member', id: member.manager } };
    case 'ownerOf': {
      const group = ownValue(entitlement.tags, matcher.tag);
      return group === undefined
        ? { why: told('noOwnerTag', { title: entitlement.title, tag: matcher.tag }) }
        : { matcher: { kind: 'group', name: group } };
    }
    default:
      return { matcher };
  }
}
