import type Database from 'libsql';
import type { LogRecord, OrganisationEntry } from '../../domain/entry.ts';
import { hashHex } from '../system/hash-hex.ts';
import type { CheckedLog } from './check-log.ts';
import type { Findings } from './findings.ts';

const FILES = { 'people.yaml': 'people', 'catalog.yaml': 'catalog', 'policy.yaml': 'policy' } as const;

/** The published files against the hashes in the log. They are the log's blobs: nothing else says what was in them. */
export class DocumentCheck {
  readonly #find;
  readonly #db: Database.Database;
  readonly #findings: Findings;
  readonly #versions = new Set<number>();

  constructor(db: Database.Database, findings: Findings) {
    this.#db = db;
    this.#findings = findings;
    this.#find = db.prepare('SELECT * FROM main."document" WHERE "version" = ?');
  }

  addEntry({ entry }: LogRecord & { readonly entry: OrganisationEntry }): void {
    if (entry.type !== 'organisationPublished') return;
    const { organisationVersion: version, files, document } = entry;
    this.#versions.add(version);
    const row = this.#find.get(version) as Record<string, string> | undefined;
    const key = `document ${version}`;
    if (!row) return this.#findings.log(key, 'is missing: what was published then is lost');
    for (const [file, column] of Object.entries(FILES))
      if (hashHex(row[column] ?? '') !== files[file])
        this.#findings.log(key, `has another ${file} than was published`);
    if (document !== undefined && hashHex(row['parsed'] ?? '') !== document)
      this.#findings.log(key, 'was parsed to something else than was published');
  }

  finish(): void {
    const rows = this.#db.prepare('SELECT "version" FROM main."document"').all() as { version: number }[];
    for (const { version } of rows)
      if (!this.#versions.has(version))
        this.#findings.log(`document ${version}`, 'was published by no entry of the log');
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
