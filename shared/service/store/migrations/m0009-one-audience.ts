import { sql, type Kysely } from 'kysely';
import { isRequestRecord, type LogRecord } from '../../../domain/entry.ts';
import { evolve } from '../../../domain/request/evolve.ts';

/**
 * Who may see a request is in one table again, and each request's state is kept, also while it is its first entry alone. What
 * is new is read from the log, so nothing says what was announced. The end of each stream outside of requests is found by an
 * index; the mark of the clock is always there, for those who write to wait for each other.
 */
const STATEMENTS = [
  `INSERT INTO "requestAudience" ("memberId", "seq", "isRequester")
    SELECT "memberId", "seq", "isRequester" FROM "recentAudience"`,
  'DROP TABLE "recentAudience"',
  'DROP TABLE "outbox"',
  `CREATE INDEX "entryOutsideRequests" ON "entry" ("stream", "version") WHERE "requestId" IS NULL`,
  `INSERT INTO "meta" ("name", "value") VALUES ('markAt', '0') ON CONFLICT ("name") DO NOTHING`,
];

interface Row {
  readonly seq: number;
  readonly text: string;
}

export const m0009OneAudience = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
    for (;;) {
      const { rows } = await sql<Row>`SELECT "request"."seq" AS "seq", "text" FROM "request"
        JOIN "entry" ON "entry"."seq" = "request"."seq" WHERE "state" = '' LIMIT 1000`.execute(db);
      if (rows.length === 0) return;
      for (const row of rows)
        await sql`UPDATE "request" SET "state" = ${stateOf(row)} WHERE "seq" = ${row.seq}`.execute(db);
    }
  },
};

function stateOf({ seq, text }: Row): string {
  const record = JSON.parse(text) as LogRecord;
  if (!isRequestRecord(record)) throw new Error(`entry ${seq} is of no request`);
  return JSON.stringify(evolve(undefined, record.entry, record.at));
}
