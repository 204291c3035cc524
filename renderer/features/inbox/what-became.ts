import type { RequestState, Review } from '../../../shared/domain/request/request.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { isolated } from '../../words/isolated.ts';

const lastOf = ({ reviews }: RequestState): Review | undefined => reviews.at(-1);

/** Who took a request from under an answer, in a sentence for `ui/sentence.svelte`. `closedAt` says when. */
export function whatBecame(request: RequestState, nameOf: (id: string) => string): string {
  const { phase } = request;
  const last = lastOf(request);
  switch (phase.kind) {
    case 'submitted':
      return last ? `${nameOf(last.reviewer)} answered it` : 'It does not wait for you any more.';
    case 'denied':
      return `${nameOf(phase.by)} denied it`;
    case 'approved':
      return last ? `${nameOf(last.reviewer)} approved it` : 'Policy granted it';
    case 'withdrawn':
      return `${isolated(request.facts.requesterName)} withdrew it`;
    case 'lapsed':
      return 'Nobody answered in time: it lapsed';
    case 'refused':
      return phase.refusal.code === 'reasonMissing'
        ? 'Its reason was erased, so it cannot go on'
        : 'Policy refused it';
    default:
      return assertNever(phase);
  }
}

/** When that was; null where it is not known yet. */
export function closedAt(request: RequestState): number | null {
  return request.phase.kind === 'submitted' ? (lastOf(request)?.at ?? null) : request.phase.at;
}
