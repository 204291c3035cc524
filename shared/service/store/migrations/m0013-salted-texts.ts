import { sql, type Kysely } from 'kysely';

/**
 * What people wrote is kept beside the leaf that it is bound to, as a JSON list of `{ text, salt }`; null: there was nothing, or
 * it was erased. The leaves of before hold the texts themselves, and cannot be made anew: `migrate.ts` refuses their logs.
 */
export const m0013SaltedTexts = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(`ALTER TABLE "entry" ADD COLUMN "said" TEXT`).execute(db);
  },
};
