import { sql, type Kysely } from 'kysely';

/** Leases have numbers, and it is known which device granted and still has to hear of an end. */
const STATEMENTS = [
  `ALTER TABLE "grant" ADD COLUMN "requester" TEXT NOT NULL DEFAULT ''`,
  `ALTER TABLE "grant" ADD COLUMN "fence" INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE "grant" ADD COLUMN "grantedBy" TEXT`,
  `ALTER TABLE "grant" ADD COLUMN "owedTo" TEXT`,
  `CREATE INDEX "grantByOwed" ON "grant" ("owedTo") WHERE "owedTo" IS NOT NULL`,
];

export const m0005WhoGranted = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
