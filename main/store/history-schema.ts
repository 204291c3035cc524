/**
 * The replica: the log's entries as they came, and what is read from them. Everything but `entries` and `meta` can be
 * computed again from `entries`; `seq` below `believed` in `meta` was verified.
 */
export const HISTORY_SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entries (seq INTEGER PRIMARY KEY, leaf_hash TEXT NOT NULL, text TEXT, request_id TEXT);
  CREATE INDEX IF NOT EXISTS entries_by_request ON entries (request_id, seq) WHERE request_id IS NOT NULL;
  CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE,
    submitted_at INTEGER NOT NULL,
    requester TEXT NOT NULL,
    status TEXT NOT NULL,
    row TEXT NOT NULL,
    state TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS requests_by_requester ON requests (requester, id);
  CREATE INDEX IF NOT EXISTS requests_by_status ON requests (status, id);
  CREATE INDEX IF NOT EXISTS requests_by_time ON requests (submitted_at, id);
  CREATE TABLE IF NOT EXISTS entitlements (
    entitlement_id TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (entitlement_id, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS facets (kind TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(
    who, what, why, ticket, approvers,
    content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
  );
`;
/** Grows when the tables change: another version is set aside and fetched again. */
export const HISTORY_VERSION = '1';
