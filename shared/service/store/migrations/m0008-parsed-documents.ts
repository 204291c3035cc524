import { sql, type Kysely } from 'kysely';

/** What was parsed when it was published, beside the texts. Of what was published before there is none yet: see published-versions.ts. */
const STATEMENT = `ALTER TABLE "document" ADD COLUMN "parsed" TEXT`;

export const m0008ParsedDocuments = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(STATEMENT).execute(db);
  },
};
