import type { Instant } from '../../lib/time.ts';
import { whyNoComment, type Commenter } from './decide-comment.ts';
import type { RequestState } from './request.ts';

/** Whether a comment by this person would be taken at `now`: what shows the field. The same that `decide` asks. */
export const canComment = (state: RequestState, who: Commenter, now: Instant): boolean =>
  whyNoComment(state, who, now) === null;
