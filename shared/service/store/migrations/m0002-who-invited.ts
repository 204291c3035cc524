import { sql, type Kysely } from 'kysely';

/** Invites of before do not say who made them. They live for a day at most: they are asked for again. */
const STATEMENTS = [
  'DELETE FROM "invite"',
  `ALTER TABLE "invite" ADD COLUMN "invitedBy" TEXT NOT NULL DEFAULT ''`,
];

export const m0002WhoInvited = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
