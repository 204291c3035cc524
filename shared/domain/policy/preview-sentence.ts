import type { Words } from '../../words/words.ts';
import { assertNever } from '../../lib/assert-never.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { PolicyOutcome } from './policy-outcome.ts';
import { whoMustAnswer } from './who-must-answer.ts';

/** The whole answer in a sentence or two: `Lead Example or Ana Example must approve. At most 2h.` */
export function previewSentence(outcome: PolicyOutcome, organisation: Organisation, words: Words): string {
  const say = words.requests;
  switch (outcome.kind) {
    case 'refused':
      return say.refused({ why: words.tell(outcome.refusal.told) });
    case 'auto':
      return say.grantedAtOnce({ mostMs: outcome.maxDurationMs });
    case 'review': {
      const nameOf = (id: string): string => ownValue(organisation.members, id)?.name ?? id;
      const steps = outcome.steps.map(({ need, reviewers }) =>
        whoMustAnswer(need, reviewers.map(nameOf), words),
      );
      return say.mustApprove({ steps, mostMs: outcome.maxDurationMs });
    }
    default:
      return assertNever(outcome);
  }
}
