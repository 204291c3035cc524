import { upEntry, upState } from '../../contract/earlier-request.ts';
import type { LogRecord } from '../../domain/entry.ts';
import { isRequestRecord } from '../../domain/entry.ts';
import { evolve } from '../../domain/request/evolve.ts';
import type { RequestState } from '../../domain/request/request.ts';

// The state of a request is kept beside the log, to be read without folding. While there is only its first entry, which is
// written in the same commit, it would be the same text again: then nothing is kept, and the entry is read.

export const keptState = (state: RequestState): string => (state.version === 1 ? '' : JSON.stringify(state));

/** `text`: the request's first entry. Throws when that is none. */
export function stateFrom({ state, text }: { readonly state: string; readonly text: string }): RequestState {
  if (state !== '') return upState(JSON.parse(state)) as RequestState;
  const raw = JSON.parse(text) as LogRecord;
  const record = { ...raw, entry: upEntry(raw.entry) as LogRecord['entry'] };
  if (!isRequestRecord(record)) throw new Error(`entry ${record.seq} is of no request`);
  return evolve(undefined, record.entry, record.at);
}
