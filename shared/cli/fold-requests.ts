import { isRequestRecord, type LogRecord } from '../domain/entry.ts';
import { evolve } from '../domain/evolve.ts';
import type { RequestState } from '../domain/request.ts';

/** Each request as it is after these entries, by its id. One whose first entry is not among them is not there. */
export async function foldRequests(
  records: AsyncIterable<LogRecord>,
): Promise<ReadonlyMap<string, RequestState>> {
  const states = new Map<string, RequestState>();
  for await (const record of records) {
    if (!isRequestRecord(record)) continue;
    const requestId = requestIdOf(record);
    const before = states.get(requestId);
    if (record.version === (before?.version ?? 0) + 1)
      states.set(requestId, evolve(before, record.entry, record.at));
  }
  return states;
}

/** `request/ID` is the stream of a request. */
export const requestIdOf = ({ stream }: LogRecord): string => stream.slice(stream.indexOf('/') + 1);
