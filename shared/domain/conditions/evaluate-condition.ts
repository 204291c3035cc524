import { told, type Told } from '../../words/told.ts';
import { celFault } from './cel.ts';
import { programOf, type Condition } from './compile-condition.ts';
import { contextOf, UnfitFact, type ConditionFacts } from './condition-facts.ts';
import { tellEvaluation } from './tell-cel-fault.ts';

/** `cannot`: nobody knows whether it holds. That is never a no, or the next rule would decide. */
export type ConditionAnswer =
  { readonly kind: 'yes' } | { readonly kind: 'no' } | { readonly kind: 'cannot'; readonly why: Told };

const YES: ConditionAnswer = { kind: 'yes' };
const NO: ConditionAnswer = { kind: 'no' };
const cannot = (why: Told): ConditionAnswer => ({ kind: 'cannot', why });

/**
 * Whether a condition holds. Never throws, whatever it is given: what goes wrong is `cannot`. As in all of CEL, a part that goes
 * wrong does not matter where the other side of `||` or `&&` decides alone. Pure.
 */
export function evaluateCondition(condition: Condition, facts: ConditionFacts): ConditionAnswer {
  try {
    const program = programOf(condition);
    if (!program.ok) return cannot(program.error);
    const answer = program.value.run(contextOf(facts));
    if (answer === true) return YES;
    return answer === false ? NO : cannot(told('conditionFailed', { why: typeof answer }));
  } catch (thrown) {
    if (thrown instanceof UnfitFact) return cannot(told('conditionFact', { name: thrown.fact }));
    return cannot(tellEvaluation(celFault(thrown)));
  }
}
