import type { HistoryQuery } from '../../shared/contract/ipc.ts';

/** The newest of all requests of the history. */
export const EVERY_REQUEST: HistoryQuery = {
  text: '',
  person: null,
  entitlementId: null,
  status: null,
  from: null,
  to: null,
  offset: 0,
  limit: 50,
};
