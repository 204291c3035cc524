import { join } from 'node:path';
import Database from 'libsql';
import { instant, type Instant } from '../../lib/time.ts';
import { keptSaid } from '../../formats/wire/kept-said.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import { appendLeaf, emptyRange, rootOf } from '../../log/compact-range.ts';
import { leafHash, sameBytes } from '../../log/hashes.ts';
import { formatVerifierKey, parseVerifierKey, verifierKey, type VerifierKey } from '../../log/keys.ts';
import { sha256, type SigningKey } from '../../system/node-crypto.ts';
import { logKeyIn } from '../log/log-keys.ts';
import type { OrganisationIdentity } from '../organisation/current-organisation.ts';
import { BlobCheck } from '../fsck/check-rest.ts';
import { SaidCheck } from '../fsck/check-said.ts';
import { LibsqlSession } from '../store/libsql-session.ts';
import { refuseOthers, whyNoDatabase } from '../store/migrate.ts';
import type { SqlSession } from '../store/sql-session.ts';
import { readSigningKey } from '../system/signing-key-file.ts';
import { told, type Told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

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
  const file = join(folder, 'service.db');
  if (whyNoDatabase(file) !== null) throw new ToldError(told('databaseDamaged'));
  refuseOthers(file);
  const db = new Database(file);
  try {
    const [check] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new ToldError(told('databaseDamaged'));
    const identity = identityIn(db);
    const key = verifierKey(sha256, identity.origin, signingKey.publicKey);
    if (formatVerifierKey(key) !== identity.logKey) throw new ToldError(told('logKeyNotOfDatabase'));
    const session = new LibsqlSession(db);
    const { logKey, ...log } = await hashAgain(session, session.rows(BLOBS));
    const signedBy = logKey === null ? { key, signingKey } : keyOfNow(folder, logKey);
    return { organisation: identity.name, ...signedBy, ...log };
  } finally {
    db.close();
  }
}

/** The one that an owner gave the log last: without it nothing could be signed by what is restored from here. */
function keyOfNow(folder: string, logKey: string): Pick<KeptLog, 'key' | 'signingKey'> {
  const key = parseVerifierKey(sha256, logKey);
  if (!key.ok) throw new ToldError(told('noLogKey'));
  const signingKey = logKeyIn(folder, key.value);
  if (!signingKey.ok) throw new ToldError(signingKey.error);
  return { key: key.value, signingKey: signingKey.value };
}

function identityIn(db: Database.Database): OrganisationIdentity {
  const row = db.prepare("SELECT value FROM meta WHERE name = 'identity'").get() as
    { value: string } | undefined;
  if (!row) throw new ToldError(told('organisationNotBegun'));
  return JSON.parse(row.value) as OrganisationIdentity;
}

/** Hashes every entry again, in its order, and every text that they name. Throws a sentence where one is not as it was committed. `logKey`: that the log got last; null: it has its first one. */
export async function hashAgain(
  session: SqlSession,
  kept: AsyncIterable<{ readonly hash: string; readonly text: string }>,
): Promise<Pick<KeptLog, 'size' | 'lastEntryAt' | 'rootHash'> & { readonly logKey: string | null }> {
  const texts = new BlobCheck({ log: (which, is) => refuse(told('logTextIs', { which, is })) });
  const words = new SaidCheck({ log: (seq, is) => refuse(told('logEntryIs', { seq, is })) });
  let range = emptyRange();
  let lastEntryAt: Instant | null = null;
  let logKey: string | null = null;
  const rows = session.rows<Row>(
    'SELECT "seq", "at", "text", "said", "leafHash" FROM "entry" ORDER BY "seq"',
  );
  for await (const { seq, at, text, said: column, leafHash: committed } of rows) {
    const leaf = leafHash(sha256, Buffer.from(text));
    if (seq !== range.size || !sameBytes(leaf, new Uint8Array(committed)))
      refuse(told('logEntryDamaged', { seq: range.size }));
    const said = keptSaid(column);
    words.addLeaf(seq, { text, said });
    const { record } = logLine(sha256, { text, said: said ?? [] });
    if (record?.entry.type === 'logKeyRotated') ({ logKey } = record.entry);
    if (record) {
      texts.addEntry(record);
      words.addRecord(record);
    }
    range = appendLeaf(sha256, range, leaf);
    lastEntryAt = instant(at);
  }
  words.finish();
  await texts.finish(kept);
  return { size: range.size, lastEntryAt, rootHash: rootOf(sha256, range), logKey };
}

function refuse(why: Told): never {
  throw new ToldError(why);
}

export const BLOBS = 'SELECT "hash", "text" FROM "blob"';
