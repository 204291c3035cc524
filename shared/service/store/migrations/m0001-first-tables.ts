import { sql, type Kysely } from 'kysely';

/** Statements, not a builder's calls: a migration must mean the same for ever. */
const STATEMENTS = [
  `CREATE TABLE "entry" ("seq" INTEGER PRIMARY KEY, "stream" TEXT NOT NULL, "version" INTEGER NOT NULL,
    "at" INTEGER NOT NULL, "actor" TEXT NOT NULL, "type" TEXT NOT NULL, "requestId" TEXT, "person" TEXT,
    "text" TEXT NOT NULL, "leafHash" BLOB NOT NULL, UNIQUE ("stream", "version"))`,
  `CREATE TABLE "node" ("level" INTEGER NOT NULL, "idx" INTEGER NOT NULL, "hash" BLOB NOT NULL,
    PRIMARY KEY ("level", "idx")) WITHOUT ROWID`,
  // Keyed by the place of its first entry, which grows, instead of by its random number: a commit of many requests then
  // writes few pages. Its number is found through the entry.
  `CREATE TABLE "request" ("seq" INTEGER PRIMARY KEY, "status" TEXT NOT NULL, "isOpen" INTEGER NOT NULL,
    "lapsesAt" INTEGER, "state" TEXT NOT NULL)`,
  `CREATE INDEX "requestByLapse" ON "request" ("lapsesAt") WHERE "lapsesAt" IS NOT NULL`,
  `CREATE TABLE "requestAudience" ("memberId" TEXT NOT NULL, "seq" INTEGER NOT NULL, "isRequester" INTEGER NOT NULL,
    PRIMARY KEY ("memberId", "seq")) WITHOUT ROWID`,
  `CREATE TABLE "grant" ("grantId" TEXT PRIMARY KEY, "requestId" TEXT NOT NULL, "pool" TEXT NOT NULL,
    "kind" TEXT NOT NULL, "overdue" INTEGER NOT NULL, "nextAt" INTEGER, "expiresAt" INTEGER, "leaseRunner" TEXT,
    "leaseUntil" INTEGER, "attempts" INTEGER NOT NULL, "providerState" TEXT NOT NULL)`,
  `CREATE INDEX "grantByRequest" ON "grant" ("requestId")`,
  `CREATE INDEX "grantByDeadline" ON "grant" ("nextAt") WHERE "nextAt" IS NOT NULL`,
  `CREATE INDEX "grantByWork" ON "grant" ("pool", "leaseUntil")
    WHERE "kind" IN ('scheduled', 'activating', 'revoking')`,
  `CREATE TABLE "sealedCredential" ("grantId" TEXT NOT NULL, "deviceId" TEXT NOT NULL, "box" TEXT NOT NULL,
    PRIMARY KEY ("grantId", "deviceId")) WITHOUT ROWID`,
  // Its keys are random: an index of keys alone has fewer pages to write than a tree of whole rows.
  `CREATE TABLE "command" ("id" TEXT PRIMARY KEY NOT NULL, "answer" TEXT NOT NULL, "at" INTEGER NOT NULL)`,
  `CREATE TABLE "device" ("deviceId" TEXT PRIMARY KEY, "person" TEXT NOT NULL, "name" TEXT NOT NULL,
    "signingKey" TEXT NOT NULL, "sealingKey" TEXT NOT NULL, "joinedAt" INTEGER NOT NULL)`,
  `CREATE INDEX "deviceByPerson" ON "device" ("person")`,
  `CREATE TABLE "session" ("tokenHash" TEXT PRIMARY KEY, "deviceId" TEXT NOT NULL, "person" TEXT NOT NULL)`,
  `CREATE TABLE "invite" ("codeHash" TEXT PRIMARY KEY, "person" TEXT NOT NULL, "expiresAt" INTEGER NOT NULL,
    "usedAt" INTEGER)`,
  `CREATE TABLE "document" ("version" INTEGER PRIMARY KEY, "people" TEXT NOT NULL, "catalog" TEXT NOT NULL,
    "policy" TEXT NOT NULL, "providerDigests" TEXT NOT NULL, "publishedAt" INTEGER NOT NULL)`,
  `CREATE TABLE "outbox" ("toSeq" INTEGER PRIMARY KEY, "fromSeq" INTEGER NOT NULL)`,
  `CREATE TABLE "meta" ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL)`,
];

export const m0001FirstTables = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
