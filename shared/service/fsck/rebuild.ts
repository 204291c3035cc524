import { quoted, type SqlSession } from '../store/sql-session.ts';
import { markOf, STRAYS } from './check-rest.ts';
import type { CheckedLog, Filed } from './check-log.ts';
import type { Findings } from './findings.ts';
import { PROJECTIONS } from './made-anew.ts';

type Table = (typeof PROJECTIONS)[number]['table'];

const projectionOf = (name: Table) => {
  const { anew, live, key, columns } = PROJECTIONS.find(({ table }) => table === name) ?? PROJECTIONS[0];
  return { anew, live, key, columns: quoted(columns) };
};

/** All rows as the log says them, and no others, where any is not. */
const replaced = (
  name: Table,
  order = '',
): { readonly name: Table; readonly statements: readonly string[] } => {
  const { anew, live, columns } = projectionOf(name);
  const statements = [
    `DELETE FROM "${live}"`,
    `INSERT INTO "${live}" (${columns}) SELECT ${columns} FROM "${anew}" ${order}`,
  ];
  return { name, statements };
};

/** Rows of nothing in the log. */
const withoutOthers = (name: Table): string => {
  const { anew, live, key } = projectionOf(name);
  return `DELETE FROM "${live}" WHERE NOT EXISTS
    (SELECT 1 FROM "${anew}" AS a WHERE a."${key[0]}" = "${live}"."${key[0]}")`;
};

/** Sets columns of a row that is there to what would have been written. */
const overwritten = (names: readonly string[]): string =>
  names.map((name) => `"${name}" = excluded."${name}"`).join(', ');

const DEVICE = projectionOf('device');
const GRANT = projectionOf('grant');

/**
 * Until when a grant is leased, and what a runner returned, is in no entry: a row that is there keeps it while it is of the
 * same kind, and one that was lost is free. Who took it, and by which number, is in the log.
 */
const PUT_GRANTS = `
  INSERT INTO "grant" (${GRANT.columns}, "attempts", "providerState")
  SELECT ${GRANT.columns}, 0, 'null' FROM "anewGrant" WHERE true
  ON CONFLICT ("grantId") DO UPDATE SET
    ${overwritten(['requestId', 'pool', 'requester', 'overdue', 'expiresAt', 'fence', 'grantedBy'])},
    "leaseRunner" = CASE WHEN "grant"."kind" = excluded."kind" THEN "grant"."leaseRunner" END,
    "leaseUntil" = CASE WHEN "grant"."kind" = excluded."kind" THEN "grant"."leaseUntil" END,
    "attempts" = CASE WHEN "grant"."kind" = excluded."kind" THEN "grant"."attempts" ELSE 0 END,
    "kind" = excluded."kind"`;

const REPLACED = [
  replaced('request'),
  replaced('audience', 'ORDER BY "memberId", "seq"'),
  replaced('timer'),
  replaced('node'),
  replaced('invite'),
  replaced('document'),
];

const STATEMENTS = [
  withoutOthers('grant'),
  withoutOthers('device'),
  `INSERT INTO "device" (${DEVICE.columns}) SELECT ${DEVICE.columns} FROM "anewDevice" WHERE true
    ON CONFLICT ("deviceId") DO UPDATE SET
      ${overwritten(['person', 'name', 'signingKey', 'sealingKey', 'joinedAt'])}`,
  ...STRAYS.map(({ table, where }) => `DELETE FROM "${table}" WHERE ${where}`),
  PUT_GRANTS,
];

/** Puts every projection of the database in which something was found as the log says it, in the transaction of the session. */
export async function rebuild(session: SqlSession, log: CheckedLog, findings: Findings): Promise<void> {
  for (const { name, statements } of REPLACED)
    if (findings.tables.has(name)) for (const statement of statements) await session.run(statement);
  for (const statement of STATEMENTS) await session.run(statement);
  const mark = Math.max(log.lastAt, (await markOf(session)) || 0);
  await session.run(
    `INSERT INTO "meta" ("name", "value") VALUES ('markAt', ?)
      ON CONFLICT ("name") DO UPDATE SET "value" = excluded."value"`,
    [String(mark)],
  );
}

/** Gives entries the columns that their texts have. The texts themselves, which were committed to, are never touched. */
export async function fileAgain(session: SqlSession, misfiled: readonly Filed[]): Promise<void> {
  // Out of the way first: two may stand in each other's place.
  for (const { seq } of misfiled)
    await session.run(`UPDATE "entry" SET "stream" = 'misfiled/' || "seq" WHERE "seq" = ?`, [seq]);
  for (const { seq, stream, version, at, actor, type, requestId, person } of misfiled)
    await session.run(
      `UPDATE "entry" SET "stream" = ?, "version" = ?, "at" = ?, "actor" = ?, "type" = ?, "requestId" = ?, "person" = ?
        WHERE "seq" = ?`,
      [stream, version, at, actor, type, requestId, person, seq],
    );
}
