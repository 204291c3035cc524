import { sql, type Kysely } from 'kysely';

/** Access that is not gone is found without a look at all that ever was. Few rows: what is gone leaves it. */
const STATEMENT = `CREATE INDEX "grantByLife" ON "grant" ("kind", "overdue")
  WHERE "kind" IN ('scheduled', 'activating', 'revoking', 'active')`;

export const m0006LiveGrants = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(STATEMENT).execute(db);
  },
};
