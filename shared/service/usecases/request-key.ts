import { isRequestRecord } from '../../domain/entry.ts';
import { requestStream } from '../../domain/request/request-entry.ts';
import { fold } from '../../domain/request/evolve.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { readRecord } from '../../formats/wire/read-record.ts';
import type { StatementType } from '../../domain/statements/statement.ts';
import type { CommandKey } from '../commit/job.ts';
import type { Accepted } from './accept-statement.ts';
import type { Parts } from './parts.ts';

/** The key of a command whose answer is a request: kept as its number and version, answered again from the log. */
export function requestKey(
  { store, crypto }: Pick<Parts, 'store' | 'crypto'>,
  { caller, id, signed }: Pick<Accepted<StatementType>, 'caller' | 'id' | 'signed'>,
): CommandKey<RequestState> {
  return {
    caller: caller.memberId,
    key: id,
    verb: signed.statement.type,
    keep: ({ facts, version }) => [facts.requestId, version],
    again: async (kept) => {
      const [requestId, version] = kept as [string, number];
      const rows = await store.stream(requestStream(requestId), version);
      const records = rows.flatMap((row) => {
        const read = readRecord(crypto.sha256, row);
        return read.kind === 'known' ? [read.value] : [];
      });
      const state = fold(records.filter(isRequestRecord));
      if (state?.version !== version) throw new Error(`the log lacks entries of request ${requestId}`);
      return state;
    },
  };
}
