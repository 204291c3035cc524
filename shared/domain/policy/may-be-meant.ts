import type { PlanStep } from './approval-step.ts';

/**
 * Whether a step of a plan may mean a person, as far as the plan alone says: who is in which group stands in documents that
 * readers of the log do not have. False: whatever stands there, they are not meant. Pure.
 */
export const mayBeMeant = ({ meant }: Pick<PlanStep, 'meant'>, person: string): boolean =>
  meant.every((matchers) => matchers.some((each) => each.kind !== 'member' || each.id === person));
