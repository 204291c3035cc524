import { join } from 'node:path';
import Database from 'libsql';
import { openHistoryDatabase } from '../../../main/store/history-database.ts';
import { COUNTED } from '../../../main/store/search-history.ts';
import type { Figure } from '../figure.ts';
import { interleave } from '../interleave.ts';
import { EVERY_REQUEST } from '../../support/every-request.ts';
import { ENTRIES, historyItems, NAMES, searchTexts } from '../support/history-entries.ts';

const PAGE = 50;
const INDEXED_AT_ONCE = 20_000;
const ROUNDS = 15;
/** What somebody types, letter by letter, and then more: a query each. */
const TYPED = [
  'r',
  're',
  'ref',
  'refu',
  'refund',
  'refunds',
  'refunds dev17',
  'INC-4',
  'INC-4711',
  'ledger lead',
];

export const search: Figure = {
  name: 'search',
  title: `search as you type over ${ENTRIES.toLocaleString('en')} history entries`,
  against: 'the same query in bare SQLite FTS5',
  unit: 'ms',
  bound: 'atMost',
  target: 1.1,
  async measure({ folder, say }) {
    say('writing and indexing the entries');
    const history = openHistoryDatabase(join(folder, 'history.db'));
    const bare = openBare(join(folder, 'bare.db'));
    for (const items of historyItems(10_000)) history.addEntries(items);
    history.believe({ size: ENTRIES, trusted: '{}' });
    history.learnNames(NAMES);
    while (history.indexSome(INDEXED_AT_ONCE) > 0);
    bare.fill(searchTexts());
    const hits = TYPED.map((text) => history.search({ ...EVERYTHING, text }).rows.length);
    if (hits.some((count) => count === 0)) throw new Error(`nothing was found for ${TYPED[hits.indexOf(0)]}`);
    const medians = await interleave(ROUNDS, {
      limit: () => timed(() => TYPED.forEach((text) => bare.search(text))),
      value: () => timed(() => TYPED.forEach((text) => history.search({ ...EVERYTHING, text }))),
    });
    history.close();
    return {
      kind: 'measured',
      value: medians.value / TYPED.length,
      limit: medians.limit / TYPED.length,
      note: `mean of ${TYPED.length} queries, a page of ${PAGE} and a count to ${PAGE + COUNTED} each`,
    };
  },
};

const EVERYTHING = { ...EVERY_REQUEST, limit: PAGE };

async function timed(work: () => void): Promise<number> {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

/** The same texts in nothing but an FTS5 table with the same tokens and prefixes, asked the same two questions. */
function openBare(path: string) {
  const db = new Database(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000');
  db.exec(
    `CREATE VIRTUAL TABLE search USING fts5(who, what, why, ticket, approvers,
       prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')`,
  );
  const insert = db.prepare('INSERT INTO search VALUES (?, ?, ?, ?, ?)');
  const page = db.prepare(`SELECT * FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ${PAGE}`);
  const count = db.prepare(
    `SELECT count(*) AS n FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ${PAGE + COUNTED + 1})`,
  );
  return {
    fill(texts: Iterable<readonly string[]>): void {
      db.transaction(() => {
        for (const text of texts) insert.run(...text);
      })();
    },
    search(text: string): void {
      const words = (text.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"*`).join(' ');
      page.all(words);
      count.get(words);
    },
  };
}
