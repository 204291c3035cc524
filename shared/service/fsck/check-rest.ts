import type { LogRecord } from '../../domain/entry.ts';
import { hashHex } from '../system/hash-hex.ts';
import { firstRow, type SqlSession } from '../store/sql-session.ts';
import type { CheckedLog } from './check-log.ts';
import type { Findings } from './findings.ts';
import { told, type Told } from '../../words/told.ts';

/**
 * The texts that entries name by their hashes. They are the log's own: nothing else says what was in them, so one that is lost
 * or altered cannot be made anew. One that no entry names was kept by a
 * Latchkey of before, and is what its name says, too.
 */
export class BlobCheck {
  readonly #findings: Pick<Findings, 'log'>;
  readonly #named = new Map<string, Told>();

  constructor(findings: Pick<Findings, 'log'>) {
    this.#findings = findings;
  }

  addEntry({ seq, entry }: Pick<LogRecord, 'seq' | 'entry'>): void {
    if (entry.type !== 'organisationPublished') return;
    const { organisationVersion: version, files, document } = entry;
    for (const [file, hash] of Object.entries(files))
      this.#named.set(hash, told('fileOfVersion', { file, version, seq }));
    if (document !== undefined) this.#named.set(document, told('readOfVersion', { version }));
  }

  /** `kept`: the texts that there are. */
  async finish(kept: AsyncIterable<{ readonly hash: string; readonly text: string }>): Promise<void> {
    const lost = new Map(this.#named);
    for await (const { hash, text } of kept) {
      if (hashHex(text) !== hash)
        this.#findings.log(
          `blob ${hash}`,
          told('textIsOther', { than: this.#named.get(hash) ?? told('keptBefore') }),
        );
      lost.delete(hash);
    }
    for (const [hash, was] of lost) this.#findings.log(`blob ${hash}`, told('textMissing', { was }));
  }
}

const NOT_A_LIVE_GRANT = `NOT EXISTS (SELECT 1 FROM "anewGrant" AS g
  WHERE g."grantId" = "sealedCredential"."grantId" AND g."kind" IN ('scheduled', 'activating', 'active'))`;
const NOT_A_DEVICE = `NOT EXISTS (SELECT 1 FROM "anewDevice" AS d WHERE d."deviceId" = "sealedCredential"."deviceId")`;

/** Rows that must not be there, whatever they say: each with what is found by it. */
export const STRAYS = [
  {
    table: 'sealedCredential',
    key: `"grantId" || ' ' || "deviceId"`,
    where: NOT_A_LIVE_GRANT,
    problem: 'credentialOfPast',
  },
  {
    table: 'sealedCredential',
    key: `"grantId" || ' ' || "deviceId"`,
    where: NOT_A_DEVICE,
    problem: 'credentialOfNoDevice',
  },
] as const;

export async function checkStrays(session: SqlSession, findings: Findings): Promise<void> {
  for (const { table, key, where, problem } of STRAYS)
    for await (const row of session.rows<{ key: string }>(
      `SELECT ${key} AS "key" FROM "${table}" WHERE ${where}`,
    ))
      findings.row(table, row.key, told(problem));
}

/** What is known of the log besides its entries. */
export async function checkMarks(session: SqlSession, findings: Findings, log: CheckedLog): Promise<void> {
  if (log.size > 0 && !((await markOf(session)) >= log.lastAt))
    findings.row('meta', 'markAt', told('markBehind'));
}

/** NaN where there is none. */
export async function markOf(session: SqlSession): Promise<number> {
  const mark = await firstRow<{ value: string }>(
    session,
    `SELECT "value" FROM "meta" WHERE "name" = 'markAt'`,
  );
  return Number(mark?.value ?? NaN);
}
