import type Database from 'libsql';
import { isRequestRecord } from '../../domain/entry.ts';
import { evolve } from '../../domain/request/evolve.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { keptSaid } from '../../formats/wire/kept-said.ts';

/** A request as its entries say. `seq`: the place of the first. */
export interface FoldedRequest {
  readonly seq: number;
  readonly state: RequestState;
}

interface Row {
  readonly seq: number;
  readonly text: string;
  readonly said: string | null;
}

/** Every request of the log, one after the other: never more than one is in memory. What does not read is left out. */
export function* foldRequests(db: Database.Database): Generator<FoldedRequest> {
  let folded: FoldedRequest | null = null;
  let stream: string | null = null;
  const rows = db
    .prepare(
      `SELECT seq, stream, text, said FROM entry WHERE stream >= 'request/' AND stream < 'request0' ORDER BY stream, version`,
    )
    .iterate() as IterableIterator<Row & { readonly stream: string }>;
  for (const row of rows) {
    if (row.stream !== stream) {
      if (folded) yield folded;
      [folded, stream] = [null, row.stream];
    }
    folded = next(folded, row) ?? folded;
  }
  if (folded) yield folded;
}

/** Null when the entry does not read, or one before it is missing. */
function next(before: FoldedRequest | null, { seq, text, said }: Row): FoldedRequest | null {
  const record = logLine(sha256, { text, said: keptSaid(said) ?? [] }).record;
  if (!record || !isRequestRecord(record) || record.version !== (before?.state.version ?? 0) + 1) return null;
  return { seq: before?.seq ?? seq, state: evolve(before?.state, record.entry, record.at) };
}
