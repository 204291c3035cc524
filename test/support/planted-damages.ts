import { DEV, LEAD, OTHER, OWNER } from '../integration/service-fixture.ts';

const ANY_SEQ = '(SELECT max("seq") FROM "request")';
const OTHER_HASH = '(SELECT "leafHash" FROM "entry" WHERE "seq" = 0)';

/** One statement at a time, since no two entries may ever stand in one place. */
const EXCHANGED_VERSIONS = [
  `UPDATE "entry" SET "version" = -1 WHERE "version" = 1
    AND "stream" = (SELECT max("stream") FROM "entry" WHERE "version" = 2 AND "requestId" IS NOT NULL)`,
  `UPDATE "entry" SET "version" = 1 WHERE "version" = 2
    AND "stream" IN (SELECT "stream" FROM "entry" WHERE "version" = -1)`,
  `UPDATE "entry" SET "version" = 2 WHERE "version" = -1`,
];
const EXCHANGED_PLACES = [
  `UPDATE "entry" SET "seq" = -1 WHERE "seq" = 2`,
  `UPDATE "entry" SET "seq" = 2 WHERE "seq" = 3`,
  `UPDATE "entry" SET "seq" = 3 WHERE "seq" = -1`,
];

/** Of what is computed: the table that it is found in, what was done, and how. In the words that both databases have. */
export const OF_TABLES: readonly (readonly [string, string, string | readonly string[]])[] = [
  ['request', 'a request is missing', `DELETE FROM "request" WHERE "seq" = ${ANY_SEQ}`],
  ['request', 'a request is of nothing', `INSERT INTO "request" VALUES (999999, 'submitted', 1, '')`],
  ['request', 'a request is closed', `UPDATE "request" SET "isOpen" = 1 - "isOpen" WHERE "seq" = ${ANY_SEQ}`],
  ['request', 'a state was altered', `UPDATE "request" SET "state" = '{}' WHERE "status" = 'approved'`],
  ['timer', 'nothing lapses', `DELETE FROM "timer" WHERE "seq" = ${ANY_SEQ}`],
  ['timer', 'something is due too late', `UPDATE "timer" SET "nextAt" = 9e15 WHERE "seq" = ${ANY_SEQ}`],
  ['timer', 'a timer of nothing', `INSERT INTO "timer" VALUES (0, 5)`],
  [
    'timer',
    'the end of a lease is missed',
    `UPDATE "grant" SET "leaseUntil" = 5, "leaseRunner" = 'x' WHERE "kind" = 'scheduled'`,
  ],
  ['audience', 'a reviewer sees nothing', `DELETE FROM "requestAudience" WHERE "memberId" = '${LEAD}'`],
  ['audience', 'a stranger sees', `INSERT INTO "requestAudience" VALUES ('${OTHER}', 0, 0)`],
  ['grant', 'a grant is missing', `DELETE FROM "grant" WHERE "kind" = 'active'`],
  ['grant', 'a grant is of another kind', `UPDATE "grant" SET "kind" = 'revoked' WHERE "kind" = 'active'`],
  ['grant', 'a deadline was moved', `UPDATE "grant" SET "expiresAt" = 9e15 WHERE "kind" = 'active'`],
  ['node', 'a node is missing', `DELETE FROM "node" WHERE "level" = 1 AND "idx" = 0`],
  ['node', 'a node is another', `UPDATE "node" SET "hash" = ${OTHER_HASH} WHERE "level" = 2 AND "idx" = 0`],
  ['device', 'a device is missing', `DELETE FROM "device" WHERE "person" = '${DEV}'`],
  ['device', 'a device has another key', `UPDATE "device" SET "signingKey" = 'x' WHERE "person" = '${DEV}'`],
  ['device', 'a device has another name', `UPDATE "device" SET "name" = 'x' WHERE "person" = '${DEV}'`],
  ['device', 'a device of nobody', `INSERT INTO "device" VALUES ('mine', '${OWNER}', 'x', 'y', 'z', 1)`],
  ['invite', 'an invite is missing', `DELETE FROM "invite" WHERE "state" = 'used'`],
  ['invite', 'a used invite is open again', `UPDATE "invite" SET "state" = 'open' WHERE "state" = 'used'`],
  [
    'invite',
    'an invite is for somebody else',
    `UPDATE "invite" SET "person" = '${OTHER}' WHERE "state" = 'open'`,
  ],
  ['invite', 'an invite lasts for ever', `UPDATE "invite" SET "expiresAt" = 9e15`],
  ['invite', 'an invite of nobody', `INSERT INTO "invite" VALUES ('mine', '${OWNER}', 'x', 1, 'open')`],
  ['document', 'a document is missing', `DELETE FROM "document"`],
  ['document', 'another document is in force', `UPDATE "document" SET "policy" = "people"`],
  ['document', 'a document was parsed to something else', `UPDATE "document" SET "parsed" = "people"`],
  [
    'document',
    'a provider has another folder',
    `UPDATE "document" SET "providerDigests" = '{"scratch":"00"}'`,
  ],
  [
    'document',
    'a document came from nowhere',
    `INSERT INTO "document" SELECT 9, "people", "catalog", "policy", "providerDigests", 1, "parsed" FROM "document"`,
  ],
  ['grant', 'a lease has another number', `UPDATE "grant" SET "fence" = 9 WHERE "kind" = 'active'`],
  [
    'grant',
    'another runner is said to have granted',
    `UPDATE "grant" SET "grantedBy" = 'mine' WHERE "kind" = 'active'`,
  ],
  ['sealedCredential', 'a secret is left', `INSERT INTO "sealedCredential" VALUES ('gone', 'mine', 'box')`],
  [
    'entry',
    'an entry is filed elsewhere',
    `UPDATE "entry" SET "stream" = 'lost' WHERE "requestId" IS NOT NULL AND "version" = 2 AND "seq" = (SELECT max("seq") FROM "entry" WHERE "version" = 2 AND "requestId" IS NOT NULL)`,
  ],
  [
    'entry',
    'an entry concerns a stranger',
    `UPDATE "entry" SET "person" = '${OTHER}' WHERE "type" = 'inviteCreated'`,
  ],
  ['entry', 'two versions of a stream are exchanged', EXCHANGED_VERSIONS],
  ['meta', 'the clock goes back', `UPDATE "meta" SET "value" = '1' WHERE "name" = 'markAt'`],
];

/** Of the log itself. */
export const OF_THE_LOG: readonly (readonly [string, string | readonly string[]])[] = [
  ['an entry is missing', `DELETE FROM "entry" WHERE "seq" = 3`],
  ['an entry was rewritten', `UPDATE "entry" SET "text" = replace("text", 'Dev Example', 'Someone Else')`],
  ['an entry has another hash', `UPDATE "entry" SET "leafHash" = ${OTHER_HASH} WHERE "seq" = 2`],
  [
    'what a person said was altered',
    `UPDATE "entry" SET "said" = replace("said", 'because', 'not because') WHERE "said" IS NOT NULL`,
  ],
  [
    'what a person said is of another',
    `UPDATE "entry" SET "said" = (SELECT max("said") FROM "entry") WHERE "said" IS NULL`,
  ],
  ['what a person said is no text', `UPDATE "entry" SET "said" = 'x' WHERE "said" IS NOT NULL`],
  ['what a person said is lost', `UPDATE "entry" SET "said" = NULL WHERE "said" IS NOT NULL`],
  ['a text is none', `UPDATE "entry" SET "text" = '{}' WHERE "seq" = 2`],
  ['the texts are missing', `DELETE FROM "blob"`],
  ['a text was altered', `UPDATE "blob" SET "text" = "text" || ' ' WHERE "text" LIKE '%rules:%'`],
  [
    'what it was parsed to was altered',
    `UPDATE "blob" SET "text" = replace("text", 'leads', 'developers') WHERE "text" LIKE '{%'`,
  ],
  ['two entries are in each other’s place', EXCHANGED_PLACES],
];
