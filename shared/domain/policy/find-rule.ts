import { durationMs, type DurationMs } from '../../lib/time.ts';
import { told, type Told } from '../../words/told.ts';
import { evaluateCondition } from '../conditions/evaluate-condition.ts';
import type { Entitlement, Member, Organisation, Rule } from '../organisation/organisation.ts';
import { factsOf } from './facts-of.ts';
import type { RequestDraft } from './request-draft.ts';
import { rulesFor } from './rules-for.ts';
import { unknownName } from './unknown-name.ts';

export type FoundRule =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'none' }
  /** Whether the condition of this one holds cannot be said, so neither it nor any after it decides. */
  | { readonly kind: 'cannot'; readonly rule: Rule; readonly why: Told }
  /** What the condition of some rule asks for is not filled in yet. No rule that may decide allows more than `maxDurationMs`. */
  | { readonly kind: 'depends'; readonly maxDurationMs: DurationMs };

/**
 * The rule that decides when `member` asks for the entitlement: the first one that matches both, and whose condition holds. Conditions
 * are evaluated only of rules that match both. Pure.
 */
export function findRule(
  organisation: Organisation,
  member: Member,
  { entitlement, draft }: { readonly entitlement: Entitlement; readonly draft: RequestDraft },
): FoundRule {
  const facts = factsOf(organisation, member, { entitlement, draft });
  const matching = rulesFor(organisation, member, entitlement);
  for (const [index, rule] of matching.entries()) {
    if (rule.when === undefined) return { kind: 'rule', rule };
    const unknown = unknownName(rule.when);
    if (unknown !== undefined) return { kind: 'cannot', rule, why: told('conditionFact', { name: unknown }) };
    const made = facts(rule.timezone);
    if (made === null) return { kind: 'depends', maxDurationMs: longestOf(matching.slice(index)) };
    if (!made.ok) return { kind: 'cannot', rule, why: made.error };
    const answer = evaluateCondition(rule.when, made.value);
    if (answer.kind === 'cannot') return { kind: 'cannot', rule, why: answer.why };
    if (answer.kind === 'yes') return { kind: 'rule', rule };
  }
  return { kind: 'none' };
}

/** Those after one without a condition never decide. */
function longestOf(rules: readonly Rule[]): DurationMs {
  const last = rules.findIndex(({ when }) => when === undefined);
  const maybe = last === -1 ? rules : rules.slice(0, last + 1);
  return durationMs(
    Math.max(...maybe.map(({ decision, maxDurationMs }) => (decision.kind === 'refuse' ? 0 : maxDurationMs))),
  );
}
