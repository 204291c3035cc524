import { sql, type Kysely } from 'kysely';

/**
 * When time alone changes a stream next stands in one place for all of them, by the place of the stream's first entry, which
 * grows; what has to be done after a commit stands beside it.
 */
const STATEMENTS = [
  `CREATE TABLE "timer" ("seq" INTEGER PRIMARY KEY, "nextAt" INTEGER NOT NULL)`,
  `CREATE INDEX "timerByTime" ON "timer" ("nextAt")`,
  `INSERT INTO "timer" ("seq", "nextAt") SELECT "seq", min("at") FROM (
    SELECT "seq", "lapsesAt" AS "at" FROM "request" WHERE "lapsesAt" IS NOT NULL
    UNION ALL SELECT "first"."seq", "grant"."nextAt" FROM "grant"
      JOIN "entry" AS "first" ON "first"."stream" = 'request/' || "grant"."requestId" AND "first"."version" = 1
      WHERE "grant"."nextAt" IS NOT NULL
    UNION ALL SELECT "first"."seq", "grant"."leaseUntil" FROM "grant"
      JOIN "entry" AS "first" ON "first"."stream" = 'request/' || "grant"."requestId" AND "first"."version" = 1
      WHERE "grant"."leaseUntil" IS NOT NULL AND "grant"."kind" IN ('scheduled', 'activating', 'revoking')
  ) AS "due" GROUP BY "seq"`,
  'DROP INDEX "requestByLapse"',
  'ALTER TABLE "request" DROP COLUMN "lapsesAt"',
  'DROP INDEX "grantByDeadline"',
  'ALTER TABLE "grant" DROP COLUMN "nextAt"',
  `CREATE TABLE "effect" ("key" TEXT PRIMARY KEY NOT NULL, "kind" TEXT NOT NULL, "stream" TEXT NOT NULL,
    "dueAt" INTEGER NOT NULL, "attempts" INTEGER NOT NULL, "body" TEXT NOT NULL, "lastError" TEXT)`,
  `CREATE INDEX "effectByTime" ON "effect" ("dueAt")`,
];

export const m0010TimersAndEffects = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
