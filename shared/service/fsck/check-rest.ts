import type Database from 'libsql';
import type { LogRecord, OtherEntry } from '../../domain/entry.ts';
import { hashHex } from '../system/hash-hex.ts';
import type { CheckedLog } from './check-log.ts';
import type { Findings } from './findings.ts';

/**
 * The texts that entries name by their hashes. They are the log's own: nothing else says what was in them, so one that is lost
 * or altered cannot be made anew. One that no entry names was kept by a
 * Latchkey of before, and is what its name says, too.
 */
export class BlobCheck {
  readonly #db: Database.Database;
  readonly #findings: Findings;
  readonly #named = new Map<string, string>();

  constructor(db: Database.Database, findings: Findings) {
    this.#db = db;
    this.#findings = findings;
  }

  addEntry({ seq, entry }: LogRecord & { readonly entry: OtherEntry }): void {
    if (entry.type !== 'organisationPublished') return;
    const { organisationVersion: version, files, document } = entry;
    for (const [file, hash] of Object.entries(files))
      this.#named.set(hash, `the ${file} of version ${version}, which entry ${seq} published`);
    if (document !== undefined) this.#named.set(document, `what version ${version} was parsed to`);
  }

  finish(): void {
    const lost = new Map(this.#named);
    const rows = this.#db.prepare('SELECT "hash", "text" FROM main."blob"').iterate() as IterableIterator<{
      hash: string;
      text: string;
    }>;
    for (const { hash, text } of rows) {
      if (hashHex(text) !== hash)
        this.#findings.log(
          `blob ${hash}`,
          `is another text than ${this.#named.get(hash) ?? 'what was kept'}`,
        );
      lost.delete(hash);
    }
    for (const [hash, what] of lost) this.#findings.log(`blob ${hash}`, `is missing: it was ${what}`);
  }
}

/** Rows that must not be there, whatever they say: each with what is found by it, and how a sentence about it goes on. */
export const STRAYS = [
  {
    table: 'sealedCredential',
    key: `"grantId" || ' ' || "deviceId"`,
    where: `"grantId" NOT IN (SELECT "grantId" FROM temp."grant" WHERE "kind" IN ('scheduled', 'activating', 'active'))`,
    problem: 'is a credential of access that is over',
  },
  {
    table: 'sealedCredential',
    key: `"grantId" || ' ' || "deviceId"`,
    where: `"deviceId" NOT IN (SELECT "deviceId" FROM temp."device")`,
    problem: 'is a credential for a device that is not signed in',
  },
  {
    table: 'inviteSecret',
    key: '"inviteId"',
    where: `"inviteId" NOT IN (SELECT "inviteId" FROM temp."invite" WHERE "state" = 'open')`,
    problem: 'is a code for an invite that is good for nothing any more',
  },
  {
    table: 'session',
    key: '"deviceId"',
    where: `NOT EXISTS (SELECT 1 FROM temp."device" AS d WHERE d."deviceId" = "session"."deviceId" AND d."person" = "session"."person")`,
    problem: 'lets a device in that the log does not know as this person’s',
  },
] as const;

export function checkStrays(db: Database.Database, findings: Findings): void {
  for (const { table, key, where, problem } of STRAYS) {
    const rows = db.prepare(`SELECT ${key} AS "key" FROM main."${table}" WHERE ${where}`).iterate();
    for (const row of rows as IterableIterator<{ key: string }>) findings.row(table, row.key, problem);
  }
}

/** What is known of the log besides its entries. */
export function checkMarks(db: Database.Database, findings: Findings, log: CheckedLog): void {
  const mark = db.prepare(`SELECT "value" FROM main."meta" WHERE "name" = 'markAt'`).get() as
    { value: string } | undefined;
  if (log.size > 0 && Number(mark?.value ?? NaN) >= log.lastAt) return;
  if (log.size > 0) findings.row('meta', 'markAt', 'is before the last entry: the clock would go back');
}
