import { spokenOf } from '../../../shared/contract/spoken-of.ts';
import type { CatalogItem, PolicyPreview } from '../../../shared/contract/api-types.ts';
import { words } from '../../words/words.ts';
import { parseDuration } from '../../../shared/contract/parse-duration.ts';
import { tooLong } from '../../../shared/lib/too-long.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { saidLength } from '../../../shared/lib/said-length.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { DraftLimits } from './limits-of.ts';

export type FormField = PolicyPreview['problems'][number]['field'];

interface Draft {
  readonly chosen: readonly CatalogItem[];
  readonly duration: string;
  readonly reason: string;
  readonly ticket: string;
}

/**
 * What is still missing or wrong, a sentence a field. What can be said without asking is said here, at once and offline;
 * the rest is what policy said about this draft; `preview` is null while it has not answered.
 */
export function fieldProblems(
  draft: Draft,
  limits: DraftLimits,
  preview: PolicyPreview | null,
): Readonly<Record<FormField, string | null>> {
  const fromPolicy = (field: FormField): string | null =>
    saidOf(preview?.problems.find((problem) => problem.field === field)?.refusal);
  const duration = durationProblem(draft.duration, limits);
  return {
    entitlements:
      draft.chosen.length === 0
        ? words().window.request.problems.choose
        : preview?.kind === 'refused'
          ? words().spoken(spokenOf(preview))
          : fromPolicy('entitlements'),
    duration,
    reason: reasonProblem(draft.reason, limits),
    ticket:
      longTicket(draft) ??
      (draft.ticket.trim() === '' && !limits.needsTicket ? null : ticketProblem(draft, fromPolicy('ticket'))),
  };
}

function durationProblem(text: string, { maxDurationMs }: DraftLimits): string | null {
  const parsed = parseDuration(text);
  if (!parsed.ok) return words().tell(parsed.error);
  const isTooLong = maxDurationMs !== null && parsed.value > maxDurationMs;
  return isTooLong
    ? words().window.request.problems.atMost({ duration: words().formats.duration(maxDurationMs) })
    : null;
}

function reasonProblem(reason: string, { minReasonLength }: DraftLimits): string | null {
  const over = tooLong(reason.trim(), LIMITS.reasonLength);
  if (over !== null) return `${words().requests.tooLong(over)}.`;
  const length = saidLength(reason);
  if (length >= minReasonLength) return null;
  const say = words().window.request.problems;
  return length === 0 ? say.sayWhy : say.sayMore({ least: minReasonLength });
}

function longTicket({ ticket }: Draft): string | null {
  const over = tooLong(ticket.trim(), LIMITS.ticketLength);
  return over === null ? null : `${words().requests.tooLong(over)}.`;
}

function ticketProblem(draft: Draft, fromPolicy: string | null): string | null {
  return draft.ticket.trim() === '' ? words().window.request.problems.ticket : fromPolicy;
}

const saidOf = (refusal: Refusal | undefined): string | null => (refusal ? words().tell(refusal.told) : null);
