import { sql, type Kysely } from 'kysely';

/**
 * Who may see the newest requests, in the order in which they were asked for. By member, each request of a commit lies in
 * another page; so it is put there many at a time.
 */
const STATEMENT = `CREATE TABLE "recentAudience" ("seq" INTEGER NOT NULL, "memberId" TEXT NOT NULL,
  "isRequester" INTEGER NOT NULL, PRIMARY KEY ("seq", "memberId")) WITHOUT ROWID`;

export const m0003RecentAudience = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(STATEMENT).execute(db);
  },
};
