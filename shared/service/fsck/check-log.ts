import { isRequestRecord, personOf, type LogRecord, type OtherEntry } from '../../domain/entry.ts';
import { leafHash, sameBytes } from '../../log/hashes.ts';
import { emptyRange } from '../../log/compact-range.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { LogTip } from '../log/log-tip.ts';
import type { EntryRow } from '../store/rows.ts';
import type { SqlSession } from '../store/sql-session.ts';
import { SaidCheck } from './check-said.ts';
import { SignedCheck } from './check-signed.ts';
import { difference } from './compare.ts';
import type { Findings } from './findings.ts';
import type { RequestRecord } from './fold-requests.ts';
import { logLine, requestIdOf } from '../../formats/wire/log-line.ts';
import { keptSaid } from '../../formats/wire/kept-said.ts';
import { told } from '../../words/told.ts';

/** So many entries are hashed before the tree's nodes for them are looked at. */
const PORTION = 1_000;

/** The columns by which an entry is found. */
export type Filed = Omit<EntryRow, 'text' | 'said' | 'leafHash'>;
type Row = Omit<EntryRow, 'said'> & { readonly said: string | null };

/** What is known of the log once all of it was read. */
export interface CheckedLog {
  readonly size: number;
  readonly tip: LogTip;
  readonly lastAt: number;
  /** The columns, as its text has them, of each entry that has others. */
  readonly misfiled: readonly Filed[];
}

/** A node that the log says, whatever the table has. */
export type NodeOfLog = { readonly level: number; readonly index: number; readonly hash: Uint8Array };

/**
 * Reads all entries in order: each is hashed again, and what was said in it (what was erased is missing); that it is what
 * somebody signed is checked; its columns are
 * compared with its text, and the nodes of the tree with what the hashes lead to. `on.request` and `on.other` get
 * what reads, `on.nodes` the nodes as they should be.
 */
export async function checkLog(
  session: SqlSession,
  findings: Findings,
  on: {
    readonly request: (record: RequestRecord) => Promise<void>;
    readonly other: (record: LogRecord & { readonly entry: OtherEntry }) => void;
    readonly nodes: (nodes: readonly NodeOfLog[]) => Promise<void>;
  },
): Promise<CheckedLog> {
  const texts = new SaidCheck(findings);
  const signed = new SignedCheck(findings);
  const versions = new Map<string, number>();
  let tip = new LogTip(sha256, emptyRange(), null);
  let [size, lastAt] = [0, 0];
  const misfiled: Filed[] = [];
  let hashes: Uint8Array[] = [];
  const settle = async (): Promise<void> => {
    const grown = tip.append(hashes);
    tip = grown.tip;
    await on.nodes(grown.nodes);
    hashes = [];
  };
  for await (const row of session.rows<Row>('SELECT * FROM "entry" ORDER BY "seq"')) {
    const key = String(row.seq);
    if (row.seq !== size) {
      findings.log(String(size), told('entryMissing'));
      size = row.seq;
    }
    const hash = leafHash(sha256, Buffer.from(row.text));
    const isWhole = sameBytes(hash, new Uint8Array(row.leafHash));
    if (!isWhole) findings.log(key, told('entryOtherHash'));
    hashes.push(new Uint8Array(row.leafHash));
    size += 1;
    lastAt = Math.max(lastAt, row.at);
    const said = keptSaid(row.said);
    texts.addLeaf(row.seq, { text: row.text, said });
    const record = logLine(sha256, { text: row.text, said: said ?? [] }).record;
    if (record?.seq === row.seq && isWhole) signed.addEntry(row.seq, record);
    else signed.addUnread(row.seq);
    if (!record) findings.log(key, told('entryUnread'));
    else if (record.seq !== row.seq) findings.log(key, told('entryOfOther', { seq: record.seq }));
    else {
      texts.addRecord(record);
      const columns = columnsOf(record);
      const problem = difference(row as unknown as Readonly<Record<string, unknown>>, columns);
      if (problem !== null) {
        findings.row('entry', key, problem);
        misfiled.push(columns);
      }
      const before = versions.get(record.stream) ?? 0;
      if (record.version !== before + 1)
        findings.log(key, told('entryOutOfTurn', { version: record.version, stream: record.stream, before }));
      versions.set(record.stream, record.version);
      if (isRequestRecord(record)) await on.request(record);
      else on.other(record as LogRecord & { entry: OtherEntry });
    }
    signed.addHash(new Uint8Array(row.leafHash));
    if (hashes.length === PORTION) await settle();
  }
  await settle();
  texts.finish();
  return { size, tip, lastAt, misfiled };
}

function columnsOf(record: LogRecord): Filed {
  const { seq, stream, version, at, actor, entry } = record;
  const isOfRequest = isRequestRecord(record);
  const person = isOfRequest ? null : personOf(entry as OtherEntry);
  return { seq, stream, version, at, actor, type: entry.type, requestId: requestIdOf(stream), person };
}
