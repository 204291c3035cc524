import { ENTRY_TYPES } from '../../shared/contract/record-schema.ts';
import { REFUSAL_CODES } from '../../shared/domain/refusal.ts';

/**
 * What the replica keeps: the log's entries as they came (`seq` below `believed` in `meta` was verified), what was said in each as
 * a JSON list (null: nothing, or it was erased), and names.
 */
export const HISTORY_SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS entries (seq INTEGER PRIMARY KEY, leaf_hash TEXT NOT NULL, text TEXT, said TEXT, request_id TEXT);
  CREATE INDEX IF NOT EXISTS entries_by_request ON entries (request_id, seq) WHERE request_id IS NOT NULL;
  -- As the organisation said them last; who has left keeps theirs.
  CREATE TABLE IF NOT EXISTS names (person TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
`;
/** Grows when those tables change: an earlier version is set aside and fetched again, a newer one is left alone. */
export const HISTORY_VERSION = '2';

/**
 * What is read from the entries, and can be computed again from them at any time. `requests`: what they are filtered by,
 * narrow, so that looking through all of them is quick; `contents`: what is read of them. `involved`: who asked or answered.
 * `renamed`: requests to be indexed again, because a reviewer's name has become known or changed. `newer`: entries that only
 * a newer Latchkey knows. `erased`: by what was bound what entries say was erased. `torn`: requests that this member may see now and could not from their first entry on.
 * `signers`, `statements` and `nodes`: what entries that were checked say of devices (from the entry `since` until that of `until`) and
 * of what was signed by them, and the complete subtrees of the log that were needed for that (see signed-so-far.ts). `invites` and
 * `authority`: who may join, and who has a say (see authority-before.ts).
 */
export const INDEX_SCHEMA = `
  CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    request_id TEXT NOT NULL UNIQUE,
    submitted_at INTEGER NOT NULL,
    status TEXT NOT NULL
  );
  CREATE INDEX requests_by_status ON requests (status, id);
  CREATE INDEX requests_by_time ON requests (submitted_at, id);
  CREATE TABLE contents (id INTEGER PRIMARY KEY, row TEXT NOT NULL, state TEXT NOT NULL);
  CREATE TABLE involved (
    person TEXT NOT NULL,
    id INTEGER NOT NULL,
    as_reviewer INTEGER NOT NULL,
    PRIMARY KEY (person, id)
  ) WITHOUT ROWID;
  CREATE TABLE entitlements (
    entitlement_id TEXT NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (entitlement_id, id)
  ) WITHOUT ROWID;
  CREATE TABLE facets (kind TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
  CREATE TABLE renamed (id INTEGER PRIMARY KEY);
  CREATE TABLE newer (seq INTEGER PRIMARY KEY);
  CREATE TABLE erased (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE torn (request_id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE signers (
    device_id TEXT NOT NULL,
    person TEXT,
    signing_key TEXT,
    since INTEGER NOT NULL,
    until INTEGER,
    PRIMARY KEY (device_id, since)
  ) WITHOUT ROWID;
  CREATE TABLE invites (
    invite_id TEXT PRIMARY KEY,
    invite TEXT NOT NULL,
    since INTEGER NOT NULL,
    used_by TEXT,
    used_at INTEGER
  ) WITHOUT ROWID;
  CREATE TABLE authority (since INTEGER PRIMARY KEY, founding TEXT, version INTEGER, owners TEXT, recovery TEXT, log_keys TEXT) WITHOUT ROWID;
  CREATE TABLE statements (id BLOB PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE nodes (level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, idx)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE search USING fts5(
    who, what, why, ticket, approvers,
    content='', contentless_delete=1, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2'
  );
  -- Rows that were replaced are left out when segments are merged anyway; merging for their sake would hold up a search.
  INSERT INTO search (search, rank) VALUES ('deletemerge', 0);
`;
export const INDEX_TABLES = [
  'requests',
  'contents',
  'involved',
  'entitlements',
  'facets',
  'renamed',
  'newer',
  'torn',
  'erased',
  'signers',
  'invites',
  'authority',
  'statements',
  'nodes',
  'search',
] as const;
/**
 * Grows when those tables, or what is written into them, change: they are then computed again, also without a service. So
 * they are by a Latchkey that knows more kinds of entries or refusals than the one that indexed.
 */
export const INDEX_VERSION = `12 ${ENTRY_TYPES.length} ${REFUSAL_CODES.length}`;
