import type { RequestState, Review } from '../../../shared/domain/request/request.ts';
import { assertNever } from '../../../shared/lib/assert-never.ts';
import { isolated } from '../../words/isolated.ts';
import { words } from '../../words/words.ts';

const lastOf = ({ reviews }: RequestState): Review | undefined => reviews.at(-1);

/** Who took a request from under an answer, in a sentence for `ui/sentence.svelte`. `closedAt` says when. */
export function whatBecame(request: RequestState, nameOf: (id: string) => string): string {
  const { phase } = request;
  const say = words().window.inbox.became;
  const last = lastOf(request);
  switch (phase.kind) {
    case 'submitted':
      return last ? say.answered({ who: nameOf(last.reviewer) }) : say.notYours;
    case 'denied':
      return say.denied({ who: nameOf(phase.by) });
    case 'approved':
      return last ? say.approved({ who: nameOf(last.reviewer) }) : say.granted;
    case 'withdrawn':
      return say.withdrawn({ who: isolated(request.facts.requesterName) });
    case 'lapsed':
      return say.lapsed;
    case 'refused':
      return phase.refusal.code === 'reasonMissing' ? say.erased : say.refused;
    default:
      return assertNever(phase);
  }
}

/** When that was; null where it is not known yet. */
export function closedAt(request: RequestState): number | null {
  return request.phase.kind === 'submitted' ? (lastOf(request)?.at ?? null) : request.phase.at;
}
