import { sql, type Kysely } from 'kysely';

/** An invite is found by its number, which follows from its key. Codes that were made before are good for nothing: for a day at most. */
export const m0015InvitesByKeys = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(`DROP TABLE "inviteSecret"`).execute(db);
  },
};
