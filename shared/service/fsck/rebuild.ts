import type Database from 'libsql';
import { STRAYS } from './check-rest.ts';
import type { CheckedLog, Filed } from './check-log.ts';
import { PROJECTIONS } from './made-anew.ts';

const columnsOf = (name: string): string => {
  const { columns } = PROJECTIONS.find(({ table }) => table === name) ?? { columns: [] };
  return columns.map((each) => `"${each}"`).join(', ');
};

/** Columns of a grant that its request's entries say. */
const GRANT = columnsOf('grant');
const FROM_LOG = ['requestId', 'pool', 'requester', 'overdue', 'expiresAt', 'fence', 'grantedBy']
  .map((name) => `"${name}" = excluded."${name}"`)
  .join(', ');

const STATEMENTS = [
  'DELETE FROM main."request"',
  `INSERT INTO main."request" (${columnsOf('request')}) SELECT ${columnsOf('request')} FROM temp."request"`,
  'DELETE FROM main."requestAudience"',
  `INSERT INTO main."requestAudience" ("memberId", "seq", "isRequester")
    SELECT "memberId", "seq", "isRequester" FROM temp."audience" ORDER BY "memberId", "seq"`,
  'DELETE FROM main."timer"',
  `INSERT INTO main."timer" (${columnsOf('timer')}) SELECT ${columnsOf('timer')} FROM temp."timer"`,
  'DELETE FROM main."node"',
  `INSERT INTO main."node" (${columnsOf('node')}) SELECT ${columnsOf('node')} FROM temp."node"`,
  'DELETE FROM main."grant" WHERE "grantId" NOT IN (SELECT "grantId" FROM temp."grant")',
  'DELETE FROM main."device" WHERE "deviceId" NOT IN (SELECT "deviceId" FROM temp."device")',
  `INSERT OR REPLACE INTO main."device" (${columnsOf('device')}) SELECT ${columnsOf('device')} FROM temp."device"`,
  ...['invite', 'document'].flatMap((table) => [
    `DELETE FROM main."${table}"`,
    `INSERT INTO main."${table}" (${columnsOf(table)}) SELECT ${columnsOf(table)} FROM temp."${table}"`,
  ]),
  ...STRAYS.map(({ table, where }) => `DELETE FROM main."${table}" WHERE ${where}`),
];

/**
 * Until when a grant is leased, and what a runner returned, is in no entry: a row that is there keeps it while it is of the
 * same kind, and one that was lost is free. Who took it, and by which number, is in the log.
 */
const PUT_GRANTS = `
  INSERT INTO main."grant" (${GRANT}, "attempts", "providerState")
  SELECT ${GRANT}, 0, 'null' FROM temp."grant" WHERE true
  ON CONFLICT ("grantId") DO UPDATE SET ${FROM_LOG},
    "leaseRunner" = CASE WHEN "kind" = excluded."kind" THEN "leaseRunner" END,
    "leaseUntil" = CASE WHEN "kind" = excluded."kind" THEN "leaseUntil" END,
    "attempts" = CASE WHEN "kind" = excluded."kind" THEN "attempts" ELSE 0 END,
    "kind" = excluded."kind"`;

/** Puts every projection of the database as the log says it, in one transaction. */
export function rebuild(db: Database.Database, log: CheckedLog): void {
  db.transaction(() => {
    for (const statement of STATEMENTS) db.prepare(statement).run();
    db.prepare(PUT_GRANTS).run();
    db.prepare(
      `INSERT INTO main."meta" VALUES ('markAt', ?)
        ON CONFLICT ("name") DO UPDATE SET "value" = max(CAST("value" AS INTEGER), excluded."value")`,
    ).run(String(log.lastAt));
  })();
}

/** Gives entries the columns that their texts have. The texts themselves, which were committed to, are never touched. */
export function fileAgain(db: Database.Database, misfiled: readonly Filed[]): void {
  const mend = db.prepare(
    `UPDATE main."entry" SET "stream" = ?, "version" = ?, "at" = ?, "actor" = ?, "type" = ?, "requestId" = ?, "person" = ?
      WHERE "seq" = ?`,
  );
  db.transaction(() => {
    for (const { seq, stream, version, at, actor, type, requestId, person } of misfiled)
      mend.run(stream, version, at, actor, type, requestId, person, seq);
  })();
}
