import { inEnglish } from '../../words/words.ts';
import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { PolicyPreview } from '../../contract/api-types.ts';
import type { previewInput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { ownValue } from '../../lib/own-value.ts';
import { previewPolicy } from '../../domain/policy/preview-policy.ts';
import { whatPolicySays } from '../../domain/policy/what-policy-says.ts';
import { shortText } from '../../lib/short-text.ts';
import type { Parts } from './parts.ts';
import { RefusalError } from '../../contract/refusal-error.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';
import { saidKind } from './said-kind.ts';
import { beyondLimit, providerLimit, withinLimit } from './provider-limit.ts';

/** What would happen if this were sent: granted at once, who must approve, or why not. Throws a refusal where what is in force cannot be read. */
export function previewRequest(
  parts: Pick<Parts, 'organisation' | 'providerSchemas' | 'bonds' | 'time'>,
  { memberId }: Caller,
  input: z.output<typeof previewInput>,
): PolicyPreview {
  const { current, problem } = parts.organisation;
  if (problem !== null) throw new RefusalError(unreadableOrganisation(problem));
  const limit = providerLimit(parts, current, input.entitlementIds);
  const tooLong = beyondLimit(limit, input.durationMs);
  const at = parts.time.now();
  const { outcome: answer, problems } = previewPolicy(current, {
    ...input,
    requester: memberId,
    conflicted: parts.bonds.conflicted(current, memberId, at),
    at,
  });
  const outcome = withinLimit(answer, limit);
  const steps = outcome.kind === 'review' ? outcome.steps : [];
  const told = whatPolicySays(outcome, current);
  return {
    kind: saidKind(outcome.kind),
    sentence: shortText(inEnglish(told), LIMITS.messageLength),
    told,
    maxDurationMs: outcome.maxDurationMs,
    steps: steps.map(({ name, need, remindEveryMs, reviewers }) => ({
      name,
      need,
      ...(remindEveryMs === undefined ? {} : { remindEveryMs }),
      reviewers: reviewers.map((id) => ({ id, name: ownValue(current.members, id)?.name ?? id })),
    })),
    problems: [
      ...(tooLong ? [{ field: 'duration' as const, refusal: tooLong }] : []),
      ...problems.map(({ field, refusal }) => ({ field, refusal })),
    ],
  };
}
