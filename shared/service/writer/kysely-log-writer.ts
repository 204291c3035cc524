import type { Kysely, Transaction } from 'kysely';
import { RECORD_VERSION, type LogRecord } from '../../domain/entry.ts';
import { sealRecord } from '../../domain/statements/seal-record.ts';
import { instant } from '../../lib/time.ts';
import { leafHash, sameBytes, type Sha256 } from '../../log/hashes.ts';
import { loadTip } from '../log/load-log.ts';
import { LogSetBack } from '../log/log-set-back.ts';
import type { LogTip } from '../log/log-tip.ts';
import type { Batch, NewEntry } from '../store/batch.ts';
import type { EntryRow } from '../store/rows.ts';
import type { Schema } from '../store/schema.ts';
import { logEnd, readsOfLog } from '../store/reads-of-log.ts';
import { writeBatch } from '../store/write-batch.ts';
import type { Appended, Expected, LogWriter } from './log-writer.ts';
import { whatMoved } from './what-moved.ts';

const encoder = new TextEncoder();

/** What differs between databases. */
export interface WriterDialect {
  /** Other processes may write, too. */
  readonly isShared: boolean;
  /** Waits until no other writer is at work on this database; until the transaction ends. */
  lock(db: Transaction<Schema>): Promise<void>;
  /** Wakes the feeds of other services, once the transaction is committed. */
  announce(db: Transaction<Schema>): Promise<void>;
}

/** `LogWriter` on any database that Kysely speaks to: what was expected is looked at under a lock, and the batch written. */
export class KyselyLogWriter implements LogWriter {
  readonly #db: Kysely<Schema>;
  readonly #sha256: Sha256;
  readonly #dialect: WriterDialect;
  /** The end of the log as this writer left it. Read again when others wrote since. */
  #tip: LogTip | null = null;
  readonly inTurn?: NonNullable<LogWriter['inTurn']>;

  constructor(db: Kysely<Schema>, { sha256, dialect }: { sha256: Sha256; dialect: WriterDialect }) {
    this.#db = db;
    this.#sha256 = sha256;
    this.#dialect = dialect;
    if (dialect.isShared) this.inTurn = (work) => this.#inTurn(work);
  }

  async append(batch: Batch, expected: Expected): Promise<Appended> {
    const done = await this.#db
      .transaction()
      .execute((transaction) => this.#write(transaction, batch, expected));
    if (done.tip) this.#tip = done.tip;
    return done.appended;
  }

  async #inTurn<T>(work: (append: LogWriter['append']) => Promise<T>): Promise<T> {
    let tip: LogTip | null = null;
    const done = await this.#db.transaction().execute(async (transaction) => {
      await this.#dialect.lock(transaction);
      return work(async (batch, expected) => {
        const written = await this.#write(transaction, batch, expected);
        tip = written.tip ?? tip;
        return written.appended;
      });
    });
    this.#tip = tip ?? this.#tip;
    return done;
  }

  async #write(
    db: Transaction<Schema>,
    batch: Batch,
    expected: Expected,
  ): Promise<{ readonly appended: Appended; readonly tip: LogTip | null }> {
    await this.#dialect.lock(db);
    const size = await this.#sizeOfSame(db, expected);
    const moved = await whatMoved(db, { size, batch, expected });
    if (moved.length > 0) return { appended: { kind: 'conflict', moved }, tip: null };
    const known = this.#tip?.range.size === size ? this.#tip : await this.#load(db, size);
    const entries = batch.entries.map((entry, index) => this.#place(entry, size + index));
    const { tip, nodes } = known.append(entries.map((each) => each.leafHash));
    const markAt = await writeBatch(db, { ...batch, entries, nodes });
    if (entries.length > 0) await this.#dialect.announce(db);
    return { appended: { kind: 'committed', entries, markAt: instant(markAt) }, tip };
  }

  /** How many entries the log has, which goes on from what is known. */
  async #sizeOfSame(db: Transaction<Schema>, { known, lastLeaf }: Expected): Promise<number> {
    const written = this.#tip;
    const last =
      written && written.range.size >= known
        ? { size: written.range.size, leaf: written.lastLeaf }
        : { size: known, leaf: lastLeaf };
    const { size, leaf } = await logEnd(db, last.size - 1);
    const isSame = last.leaf === null || (leaf !== null && sameBytes(leaf, last.leaf));
    if (size < last.size || !isSame) throw new LogSetBack();
    return size;
  }

  #load(db: Transaction<Schema>, size: number): Promise<LogTip> {
    return loadTip(readsOfLog(db), { size, sha256: this.#sha256 });
  }

  /** The entry as the leaf of the log that it becomes. */
  #place({ entry, signed, ...filed }: NewEntry, seq: number): EntryRow {
    const { stream, version, at, actor } = filed;
    const record: LogRecord = {
      v: RECORD_VERSION,
      seq,
      stream,
      version,
      at,
      actor,
      entry,
      ...(signed && { signed }),
    };
    const { text, said } = sealRecord(this.#sha256, record);
    const hash = leafHash(this.#sha256, encoder.encode(text));
    return { seq, ...filed, type: entry.type, text, said, leafHash: hash };
  }
}
