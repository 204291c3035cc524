import { isRequestRecord, type LogRecord } from '../../shared/domain/entry.ts';
import { evolve } from '../../shared/domain/request/evolve.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';

/**
 * What one record makes of the requests that are known here. Records may come twice and in gaps: the version in the
 * stream says which is next. `missing`: an earlier one was not seen, so the request has to be read whole.
 */
export type Applied =
  | { readonly kind: 'changed'; readonly state: RequestState }
  | { readonly kind: 'known' }
  | { readonly kind: 'missing'; readonly requestId: string };

export function applyRecord(requests: Readonly<Record<string, RequestState>>, record: LogRecord): Applied {
  if (!isRequestRecord(record)) return { kind: 'known' };
  const requestId = record.stream.slice('request/'.length);
  const before = Object.hasOwn(requests, requestId) ? requests[requestId] : undefined;
  if (record.version <= (before?.version ?? 0)) return { kind: 'known' };
  if (record.version !== (before?.version ?? 0) + 1) return { kind: 'missing', requestId };
  return { kind: 'changed', state: evolve(before, record.entry, record.at) };
}
