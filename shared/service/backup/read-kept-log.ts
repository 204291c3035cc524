import { join } from 'node:path';
import Database from 'libsql';
import { instant, type Instant } from '../../lib/time.ts';
import { keptSaid } from '../../formats/wire/kept-said.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import { isBound } from '../../formats/wire/read-record.ts';
import { appendLeaf, emptyRange, rootOf } from '../../log/compact-range.ts';
import { leafHash } from '../../log/leaf-hash.ts';
import { sameBytes } from '../../log/same-bytes.ts';
import { formatVerifierKey, verifierKey, type VerifierKey } from '../../log/verifier-key.ts';
import { sha256, type SigningKey } from '../../system/node-crypto.ts';
import type { OrganisationIdentity } from '../organisation/current-organisation.ts';
import { BlobCheck } from '../fsck/check-rest.ts';
import { LibsqlSession } from '../store/libsql-session.ts';
import type { SqlSession } from '../store/sql-session.ts';
import { hashHex } from '../system/hash-hex.ts';
import { readSigningKey } from '../system/signing-key-file.ts';

/** A log as it lies in a data folder, every entry of it hashed again, and every text that they name. */
export interface KeptLog {
  readonly organisation: string;
  readonly size: number;
  readonly lastEntryAt: Instant | null;
  readonly rootHash: Uint8Array;
  readonly key: VerifierKey;
  readonly signingKey: SigningKey;
}

interface Row {
  readonly seq: number;
  readonly at: number;
  readonly text: string;
  readonly said: string | null;
  readonly leafHash: Uint8Array;
}

/** Reads `service.db` and `log-key` of a folder that no service uses. Throws, with a sentence, when they are damaged or not of one log. */
export async function readKeptLog(folder: string): Promise<KeptLog> {
  const signingKey = readSigningKey(join(folder, 'log-key'));
  const db = new Database(join(folder, 'service.db'));
  try {
    const [check] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new Error('service.db is damaged');
    const identity = identityIn(db);
    const key = verifierKey(sha256, identity.origin, signingKey.publicKey);
    if (formatVerifierKey(key) !== identity.logKey)
      throw new Error('log-key is not the key of the log in service.db');
    return {
      organisation: identity.name,
      key,
      signingKey,
      ...(await hashAgain(new LibsqlSession(db), textsIn(db))),
    };
  } finally {
    db.close();
  }
}

function identityIn(db: Database.Database): OrganisationIdentity {
  const row = db.prepare("SELECT value FROM meta WHERE name = 'identity'").get() as
    { value: string } | undefined;
  if (!row) throw new Error('there is no organisation in service.db yet');
  return JSON.parse(row.value) as OrganisationIdentity;
}

/** Hashes every entry again, in its order, and every text that they name. Throws a sentence where one is not as it was committed. */
export async function hashAgain(
  session: SqlSession,
  kept: AsyncIterable<{ readonly hash: string; readonly text: string }>,
): Promise<Pick<KeptLog, 'size' | 'lastEntryAt' | 'rootHash'>> {
  const texts = new BlobCheck({ log: (what, problem) => refuse(`${what} ${problem}`) });
  let range = emptyRange();
  let lastEntryAt: Instant | null = null;
  const rows = session.rows<Row>(
    'SELECT "seq", "at", "text", "said", "leafHash" FROM "entry" ORDER BY "seq"',
  );
  for await (const { seq, at, text, said: column, leafHash: committed } of rows) {
    const leaf = leafHash(sha256, Buffer.from(text));
    if (seq !== range.size || !sameBytes(leaf, new Uint8Array(committed)))
      refuse(`entry ${range.size} of the log is damaged or missing`);
    const said = keptSaid(column);
    if (said === null || !isBound(sha256, { text, said }))
      refuse(`entry ${seq} of the log has a text beside it that is not the one that was said`);
    const { record } = logLine(sha256, { text, said: said ?? [] });
    if (record) texts.addEntry(record);
    range = appendLeaf(sha256, range, leaf);
    lastEntryAt = instant(at);
  }
  await texts.finish(kept);
  return { size: range.size, lastEntryAt, rootHash: rootOf(sha256, range) };
}

function refuse(sentence: string): never {
  throw new Error(sentence);
}

export const BLOBS = 'SELECT "hash", "text" FROM "blob"';

/** The texts that there are, by their hashes. A Latchkey of before kept them in the rows of what it published. */
async function* textsIn(db: Database.Database): AsyncIterable<{ hash: string; text: string }> {
  const session = new LibsqlSession(db);
  const table = db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'blob'`).get();
  if (table !== undefined) return yield* session.rows(BLOBS);
  const published = session.rows<Record<string, string | null>>('SELECT * FROM "document"');
  for await (const { people, catalog, policy, parsed } of published)
    for (const text of [people, catalog, policy, parsed])
      if (typeof text === 'string') yield { hash: hashHex(text), text };
}
