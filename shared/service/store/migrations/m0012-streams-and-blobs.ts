import { sql, type Kysely } from 'kysely';
import { hashHex } from '../../system/hash-hex.ts';

/**
 * Published texts are blobs, named by their hash; a document says which. An invite is what its entries say, and the hash of its
 * code is apart. Invites of before are in no stream of their own; they live for a day at most, and are asked for again.
 */
const TABLES = [
  `CREATE TABLE "blob" ("hash" TEXT PRIMARY KEY NOT NULL, "text" TEXT NOT NULL)`,
  `DROP TABLE "invite"`,
  `CREATE TABLE "invite" ("inviteId" TEXT PRIMARY KEY NOT NULL, "person" TEXT NOT NULL, "invitedBy" TEXT NOT NULL,
    "expiresAt" INTEGER NOT NULL, "state" TEXT NOT NULL)`,
  `CREATE INDEX "inviteByPerson" ON "invite" ("person") WHERE "state" = 'open'`,
  `CREATE TABLE "inviteSecret" ("codeHash" TEXT PRIMARY KEY NOT NULL, "inviteId" TEXT NOT NULL)`,
];

interface Texts {
  readonly version: number;
  readonly people: string;
  readonly catalog: string;
  readonly policy: string;
  readonly parsed: string | null;
}

export const m0012StreamsAndBlobs = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of TABLES) await sql.raw(statement).execute(db);
    const { rows } =
      await sql<Texts>`SELECT "version", "people", "catalog", "policy", "parsed" FROM "document"`.execute(db);
    for (const { version, people, catalog, policy, parsed } of rows) {
      for (const text of [people, catalog, policy, parsed])
        if (text !== null)
          await sql`INSERT INTO "blob" VALUES (${hashHex(text)}, ${text}) ON CONFLICT DO NOTHING`.execute(db);
      const kept = parsed === null ? null : hashHex(parsed);
      await sql`UPDATE "document" SET "people" = ${hashHex(people)}, "catalog" = ${hashHex(catalog)},
        "policy" = ${hashHex(policy)}, "parsed" = ${kept} WHERE "version" = ${version}`.execute(db);
    }
  },
};
