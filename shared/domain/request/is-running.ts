import { isOpen } from './is-open.ts';
import type { RequestState } from './request.ts';

/** Whether any access of the request may be there, or comes: approved, and not all of it is verified gone. */
export const isRunning = (state: RequestState): boolean => state.phase.kind === 'approved' && isOpen(state);
