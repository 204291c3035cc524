import type { Caller } from '../../contract/api.ts';
import { logRecordSchema } from '../../contract/record-schema.ts';
import { isRequestRecord, type LogRecord } from '../../domain/entry.ts';
import { requestStream } from '../../domain/request/request-entry.ts';
import { fold } from '../../domain/request/evolve.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { CommandKey } from '../commit/job.ts';
import type { Parts } from './parts.ts';

/** The key of a command whose answer is a request: kept as its number and version, answered again from the log. */
export function requestKey(
  { store }: Pick<Parts, 'store'>,
  caller: Caller,
  { key, verb }: { key: string; verb: string },
): CommandKey<RequestState> {
  return {
    caller: caller.memberId,
    key,
    verb,
    keep: ({ facts, version }) => [facts.requestId, version],
    again: async (kept) => {
      const [requestId, version] = kept as [string, number];
      const rows = await store.stream(requestStream(requestId), version);
      const records = rows.map(({ text }): LogRecord => logRecordSchema.parse(JSON.parse(text)));
      const state = fold(records.filter(isRequestRecord));
      if (state?.version !== version) throw new Error(`the log lacks entries of request ${requestId}`);
      return state;
    },
  };
}
