import { sql, type Kysely } from 'kysely';

/** What is open is found without a look at everything that ever was: few rows, added at the end while requests come in. */
const STATEMENT = `CREATE INDEX "requestByOpen" ON "request" ("status", "seq") WHERE "isOpen" = 1`;

export const m0004OpenRequests = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(STATEMENT).execute(db);
  },
};
