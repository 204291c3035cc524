import { sql, type Kysely } from 'kysely';

/** Calls are proven by the keys of devices, which are rows of `device`; whose tokens there were is of no more use. */
export const m0014NoTokens = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(`DROP TABLE "session"`).execute(db);
  },
};
