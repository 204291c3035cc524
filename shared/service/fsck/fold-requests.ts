import { isRequestRecord } from '../../domain/entry.ts';
import { evolve } from '../../domain/request/evolve.ts';
import type { RequestState } from '../../domain/request/request.ts';
import type { SqlSession } from '../store/sql-session.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import type { Findings } from './findings.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { keptSaid } from '../../formats/wire/kept-said.ts';

/** A request as its entries say. `seq`: the place of the first. */
export interface FoldedRequest {
  readonly seq: number;
  readonly state: RequestState;
}

interface Row {
  readonly seq: number;
  readonly stream: string;
  readonly text: string;
  readonly said: string | null;
}

/** Every request of the log, one after the other: never more than one is in memory. What does not read is left out. */
export async function* foldRequests(
  session: SqlSession,
  findings: Pick<Findings, 'log'>,
): AsyncGenerator<FoldedRequest> {
  let folded: FoldedRequest | null = null;
  let stream: string | null = null;
  const rows = session.rows<Row>(
    `SELECT "seq", "stream", "text", "said" FROM "entry" WHERE "stream" >= 'request/' AND "stream" < 'request0'
      ORDER BY "stream", "version"`,
  );
  for await (const row of rows) {
    if (row.stream !== stream) {
      if (folded) yield folded;
      [folded, stream] = [null, row.stream];
    }
    folded = next(folded, row, findings) ?? folded;
  }
  if (folded) yield folded;
}

/** Null when the entry does not read, or does not follow from those before it. */
function next(
  before: FoldedRequest | null,
  { seq, stream, text, said }: Row,
  findings: Pick<Findings, 'log'>,
): FoldedRequest | null {
  const record = logLine(sha256, { text, said: keptSaid(said) ?? [] }).record;
  // What is filed with another stream is found where entries are compared with their columns.
  if (!record || !isRequestRecord(record) || record.stream !== stream) return null;
  if (record.version !== (before?.state.version ?? 0) + 1) return null;
  try {
    return { seq: before?.seq ?? seq, state: evolve(before?.state, record.entry, record.at) };
  } catch {
    findings.log(String(seq), `does not follow from what is before it in ${stream}`);
    return null;
  }
}
