import { sql, type Kysely } from 'kysely';

/** Grants of before 0005 do not say whose they are, and nobody's runner may take up its own: the first entry says it. */
const STATEMENT = `UPDATE "grant" SET "requester" = (SELECT "actor" FROM "entry"
    WHERE "stream" = 'request/' || "grant"."requestId" AND "version" = 1)
  WHERE "requester" = '' AND EXISTS (SELECT 1 FROM "entry"
    WHERE "stream" = 'request/' || "grant"."requestId" AND "version" = 1)`;

export const m0007WhoAsked = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    await sql.raw(STATEMENT).execute(db);
  },
};
