import { join } from 'node:path';
import Database from 'libsql';
import { instant, type Instant } from '../../lib/time.ts';
import { appendLeaf, emptyRange, rootOf } from '../../log/compact-range.ts';
import { leafHash } from '../../log/leaf-hash.ts';
import { sameBytes } from '../../log/same-bytes.ts';
import { formatVerifierKey, verifierKey, type VerifierKey } from '../../log/verifier-key.ts';
import { sha256, type SigningKey } from '../../system/node-crypto.ts';
import type { OrganisationIdentity } from '../organisation/current-organisation.ts';
import { readSigningKey } from '../system/signing-key-file.ts';

/** A log as it lies in a data folder, every entry of it hashed again. */
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
  readonly leafHash: Uint8Array;
}

/** Reads `service.db` and `log-key` of a folder that no service uses. Throws, with a sentence, when they are damaged or not of one log. */
export function readKeptLog(folder: string): KeptLog {
  const signingKey = readSigningKey(join(folder, 'log-key'));
  const db = new Database(join(folder, 'service.db'));
  try {
    const [check] = db.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new Error('service.db is damaged');
    const identity = identityIn(db);
    const key = verifierKey(sha256, identity.origin, signingKey.publicKey);
    if (formatVerifierKey(key) !== identity.logKey)
      throw new Error('log-key is not the key of the log in service.db');
    return { organisation: identity.name, key, signingKey, ...hashAgain(db) };
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

function hashAgain(db: Database.Database): Pick<KeptLog, 'size' | 'lastEntryAt' | 'rootHash'> {
  let range = emptyRange();
  let lastEntryAt: Instant | null = null;
  const rows = db.prepare('SELECT seq, at, text, leafHash FROM entry ORDER BY seq').iterate();
  for (const { seq, at, text, leafHash: kept } of rows as IterableIterator<Row>) {
    const leaf = leafHash(sha256, Buffer.from(text));
    if (seq !== range.size || !sameBytes(leaf, new Uint8Array(kept)))
      throw new Error(`entry ${range.size} of the log is damaged or missing`);
    range = appendLeaf(sha256, range, leaf);
    lastEntryAt = instant(at);
  }
  return { size: range.size, lastEntryAt, rootHash: rootOf(sha256, range) };
}
