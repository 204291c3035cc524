import { isOpen } from '../../domain/request/is-open.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { keptState } from './kept-state.ts';

/** What a request's row says besides its place: `status`, `isOpen` and `state`. */
export const requestColumns = (state: RequestState): [string, 0 | 1, string] => [
  state.phase.kind,
  isOpen(state) ? 1 : 0,
  keptState(state),
];
