import { isOpen } from '../../domain/request/is-open.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { Schema } from './schema.ts';

/** What a request's row says besides its place. */
export const requestColumns = (state: RequestState): Omit<Schema['request'], 'seq'> => ({
  status: state.phase.kind,
  isOpen: isOpen(state) ? 1 : 0,
  state: JSON.stringify(state),
});

/** The state is kept beside the log, to be read without folding. */
export const stateOf = ({ state }: Pick<Schema['request'], 'state'>): RequestState =>
  JSON.parse(state) as RequestState;
