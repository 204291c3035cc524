import { inEnglish } from '../../words/words.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { formatDuration } from '../../lib/duration-text.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { PolicyOutcome } from './policy-outcome.ts';
import type { ApprovalStep } from './approval-step.ts';
import { whoMustAnswer } from './who-must-answer.ts';

/** The whole answer in a sentence or two: `Lead Example or Ana Example must approve. At most 2h.` */
export function previewSentence(outcome: PolicyOutcome, organisation: Organisation): string {
  switch (outcome.kind) {
    case 'refused':
      return `Refused: ${inEnglish(outcome.refusal.told)}`;
    case 'auto':
      return `Granted at once, for at most ${formatDuration(outcome.maxDurationMs)}.`;
    case 'review': {
      const steps = outcome.steps.map((step) => who(step, organisation));
      return `${steps.join(', then ')} must approve. At most ${formatDuration(outcome.maxDurationMs)}.`;
    }
    default:
      return assertNever(outcome);
  }
}

function who(step: ApprovalStep, organisation: Organisation): string {
  const names = step.reviewers.map((id) => ownValue(organisation.members, id)?.name ?? id);
  return whoMustAnswer(step.need, names);
}
