import type { RequestEntry } from './request-entry.ts';
import type { RequestState } from './request.ts';
import type { Standing } from './standing.ts';

/**
 * Says who may answer what waits, where others may now than were named before; nothing where they are the same. Steps that
 * are done stay as they were answered. What cannot go on has nobody to name.
 */
export function nameReviewers(state: RequestState, standing: Standing): RequestEntry[] {
  const { phase, reviewers: before } = state;
  if (phase.kind !== 'submitted' || standing.refusal || standing.reviewers === null) return [];
  const reviewers = standing.reviewers.map((ids, step) => (step < phase.step ? (before[step] ?? []) : ids));
  if (reviewers.every((ids, step) => isSame(ids, before[step] ?? []))) return [];
  const { organisationVersion } = standing;
  return [{ type: 'reviewersNamed', reviewers, cause: 'organisation', organisationVersion }];
}

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((id) => others.includes(id));
