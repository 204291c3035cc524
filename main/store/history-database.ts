import { closeSync, openSync } from 'node:fs';
import Database from 'libsql';
import { saidColumn } from '../../shared/formats/wire/kept-said.ts';
import type { LogItem } from '../../shared/contract/api-types.ts';
import type { HistoryQuery } from '../../shared/contract/ipc.ts';
import type { HistoryRow, Timeline } from '../../shared/contract/snapshot.ts';
import { MultiInsert } from '../../shared/system/multi-insert.ts';
import { checkIndex } from './check-index.ts';
import { logKeysIn } from './authority-before.ts';
import { checkSigned, uncheck, type CheckedPart, type SignedPart, type WrongEntry } from './check-signed.ts';
import { exportHistory } from './export-history.ts';
import { fillIn, tornRequests } from './fill-in.ts';
import { forgetErased, hasTraces, wipeTraces } from './forget-erased.ts';
import { giveBackRoom } from './give-back-room.ts';
import { indexEntries } from './index-entries.ts';
import { indexRenamed } from './index-renamed.ts';
import { learnNames } from './person-names.ts';
import { prepareHistory, readMeta, refuseNewer, remakeIndex } from './prepare-history.ts';
import { requestIdOf } from './request-id-of.ts';
import { readEntries } from './read-entries.ts';
import { readFacets } from './read-facets.ts';
import { readTimeline } from './read-timeline.ts';
import { reason } from './reason.ts';
import { searchHistory } from './search-history.ts';
import type { Language } from '../../shared/words/language.ts';
import { told, type Told } from '../../shared/words/told.ts';
import { ToldError } from '../../shared/words/told-error.ts';
import { wordsIn } from '../../shared/words/words.ts';

/** So many requests are filled in before it is looked for more. */
const TORN_AT_ONCE = 100;

export interface HistorySearch {
  readonly rows: readonly HistoryRow[];
  /** How many there are, counted to a little beyond the page; `isMore` when there are more than that. */
  readonly total: number;
  readonly isMore: boolean;
}

export interface HistoryFacets {
  /** Who asked for something or answered it. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly entitlements: readonly { readonly id: string; readonly title: string }[];
  /** There are more of one or of both than are listed. */
  readonly isCut?: boolean;
  /** So many entries were made by a newer Latchkey. Missing when there are none. */
  readonly newer?: number;
}

/**
 * The verified replica of the log, with what is read from it. It lives in a thread of its own (history-worker.ts), synchronous but for
 * what is verified in other threads: each call is to be waited for before the next (`inTurn`).
 *
 * 1. Entries are first stored, then checked (`checkSigned`), then believed (`believe`), then indexed. Only what is believed is
 *    ever shown.
 * 2. What is indexed can be lost at any time: it is computed again from the entries.
 * 3. What an entry says was erased is gone from the file once that entry is indexed, or at the next start (`hasTraces`).
 */
export interface HistoryDatabase {
  /** How many entries are stored without a gap, and what was kept of the verified log, as JSON. */
  status(): { readonly size: number; readonly believed: number; readonly trusted: string | null };
  /** Something is forgotten that may still be read in the bytes of the file: see `wipeTraces`. */
  hasTraces(): boolean;
  addEntries(items: readonly LogItem[]): void;
  believe(head: { readonly size: number; readonly trusted: string }): void;
  forgetUnbelieved(): void;
  /** Checks at most so many entries for who signed them, after those that were checked before: see check-signed.ts. */
  checkSigned(part: SignedPart, most: number): Promise<CheckedPart>;
  /** The verifier keys that the log has had, the latest first, as far as entries that were checked say. */
  logKeys(): readonly string[];
  /** All of them are to be checked again. */
  checkAnew(): void;
  /** What people are called now, so that what they answered is found by their names; `indexSome` does the rest. */
  learnNames(names: Readonly<Record<string, string>>): void;
  /** Indexes at most so many entries, then requests again for the sake of a name; answers with how many are left. */
  indexSome(most: number): number;
  /**
   * By what was bound that entries say was erased: nothing of it is left here (see forget-erased.ts). Null where that are as
   * many as are `known`.
   */
  erased(known: number): readonly string[] | null;
  readEntries(from: number, limit: number): readonly LogItem[];
  /** Compares what people read with the entries, a portion at a time, and puts it right: see check-index.ts. */
  checkIndex(after: number, most: number): { readonly last: number | null; readonly wrong: number };
  /** Requests that this member may see now, and could not from their first entry on. */
  torn(): readonly string[];
  /**
   * Takes in what was not to be read before, by the hashes that were verified: see fill-in.ts. An entry that is not to be
   * believed is answered, and nothing is taken in.
   */
  fillIn(requestId: string, items: readonly LogItem[], part: Omit<SignedPart, 'size'>): WrongEntry | null;
  search(query: HistoryQuery): HistorySearch;
  /** In the language of who reads it. */
  timeline(requestId: string, names: Readonly<Record<string, string>>, language?: Language): Timeline;
  facets(): HistoryFacets;
  /** Writes all rows that fit into `file`; answers with how many. */
  exportTo(query: HistoryQuery, format: 'csv' | 'json', file: string): number;
  close(): void;
}

function openFile(path: string): Database.Database {
  try {
    return new Database(path);
  } catch (fault) {
    // The library's own words are those of its inside.
    throw new ToldError(told('replicaNotOpened', { path, why: whyNot(path) }), { cause: fault });
  }
}

/** What the system says of the file; nothing when it lets it be opened. */
function whyNot(path: string): readonly Told[] {
  try {
    closeSync(openSync(path, 'r+'));
    return [];
  } catch (fault) {
    return [reason(fault)];
  }
}

/**
 * Opens or makes the replica. Throws when the file is damaged or of an earlier version (it is set aside and made anew), and
 * when it is of a newer one, which is left alone.
 */
export function openHistoryDatabase(path: string): HistoryDatabase {
  refuseNewer(path);
  const db = openFile(path);
  try {
    prepareHistory(db);
    // In pages. What is written ahead is merged in larger portions than by default: each merge waits for the disk.
    db.exec('PRAGMA wal_autocheckpoint = 4000');
  } catch (fault) {
    db.close();
    throw fault;
  }
  const meta = (key: string): string | null => readMeta(db, key);
  const setMeta = (key: string, value: string): void => {
    db.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
      key,
      value,
    );
  };
  const insert = new MultiInsert(db, {
    into: 'entries',
    columns: ['seq', 'leaf_hash', 'text', 'said', 'request_id'],
    tail: 'ON CONFLICT (seq) DO UPDATE SET leaf_hash = excluded.leaf_hash, text = excluded.text, said = excluded.said, request_id = excluded.request_id',
  });
  const believed = (): number => Number(meta('believed') ?? 0);
  const size = (): number => {
    const last = db.prepare('SELECT max(seq) AS last FROM entries').get() as { last: number | null };
    return last.last === null ? 0 : last.last + 1;
  };
  /** Once after the start, and whenever something was forgotten: it is too much to be tried again and again. */
  let isToBeWiped = true;
  return {
    status: () => ({ size: size(), believed: believed(), trusted: meta('trusted') }),
    hasTraces: () => hasTraces(db),
    addEntries(items) {
      db.transaction(() =>
        insert.run(
          items.map(({ seq, leafHash, text, said }) => [
            ...[seq, leafHash, text, saidColumn(said)],
            requestIdOf(text),
          ]),
        ),
      )();
    },
    believe(head) {
      db.transaction(() => {
        // What is not believed any more is not shown either, and is indexed anew from what comes in its place.
        if (head.size < Number(meta('indexed') ?? 0)) remakeIndex(db);
        uncheck(db, head.size);
        setMeta('believed', String(head.size));
        setMeta('trusted', head.trusted);
      })();
    },
    forgetUnbelieved() {
      const { changes } = db.transaction(() => {
        uncheck(db, believed());
        return db.prepare('DELETE FROM entries WHERE seq >= ?').run(believed());
      })() as { changes: number };
      if (changes > 0) giveBackRoom(db);
    },
    checkSigned: (part, most) => checkSigned(db, part, most),
    logKeys: () => logKeysIn(db),
    checkAnew: () => void db.transaction(() => uncheck(db, 0))(),
    learnNames: (names) => void db.transaction(() => learnNames(db, names))(),
    indexSome(most) {
      const from = Number(meta('indexed') ?? 0);
      const to = Math.min(believed(), from + most);
      const left = db.transaction(() => {
        if (to <= from) return indexRenamed(db, most);
        if (forgetErased(db, indexEntries(db, from, to), to)) isToBeWiped = true;
        setMeta('indexed', String(to));
        return believed() - to + indexRenamed(db, 0);
      })() as number;
      if (left === 0 && isToBeWiped) {
        isToBeWiped = false;
        wipeTraces(db);
      }
      return left;
    },
    erased(known) {
      const { count } = db.prepare('SELECT count(*) AS count FROM erased').get() as { count: number };
      if (count === known) return null;
      return (db.prepare('SELECT sha256 FROM erased').all() as { sha256: string }[]).map(
        ({ sha256 }) => sha256,
      );
    },
    readEntries: (from, limit) => readEntries(db, { from, believed: believed(), limit }),
    checkIndex: (after, most) =>
      db.transaction(() =>
        checkIndex(db, { after, most, believed: Number(meta('indexed') ?? 0) }),
      )() as ReturnType<HistoryDatabase['checkIndex']>,
    torn: () => tornRequests(db, TORN_AT_ONCE),
    fillIn: (requestId, items, part) =>
      fillIn(db, requestId, { ...part, items, believed: Number(meta('indexed') ?? 0) }),
    search: (query) => searchHistory(db, query),
    timeline: (requestId, names, language = 'en') =>
      readTimeline(db, requestId, { names, believed: believed(), words: wordsIn(language) }),
    facets: () => readFacets(db),
    exportTo: (query, format, file) => exportHistory(db, query, { format, file }),
    close() {
      // The library leaves the write-ahead log as it is; a file that is whole by itself is easier to keep.
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}
