import type Database from 'libsql';
import { grantsOf } from '../../domain/request/grants-of.ts';
import { audienceOf } from '../../domain/request/audience-of.ts';
import { nextAt } from '../../domain/request/tick.ts';
import type { Instant } from '../../lib/time.ts';
import { grantOfLog } from '../commit/project-grant.ts';
import type { OtherRows } from '../commit/project-other.ts';
import { requestColumns } from '../store/request-columns.ts';
import type { FoldedRequest } from './fold-requests.ts';
import type { NodeOfLog } from './check-log.ts';

/** A table that the log says all of, or some columns of. */
export interface Projection {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Where its rows are now, as something to select from. */
  readonly live: string;
}

export const PROJECTIONS = [
  {
    table: 'request',
    key: ['seq'],
    columns: ['seq', 'status', 'isOpen', 'state'],
    live: 'main."request"',
  },
  {
    table: 'audience',
    key: ['seq', 'memberId'],
    columns: ['seq', 'memberId', 'isRequester'],
    live: 'main."requestAudience"',
  },
  {
    table: 'grant',
    key: ['grantId'],
    columns: [
      ...['grantId', 'requestId', 'pool', 'requester', 'kind', 'overdue', 'expiresAt'],
      ...['fence', 'grantedBy'],
    ],
    live: 'main."grant"',
  },
  { table: 'timer', key: ['seq'], columns: ['seq', 'nextAt'], live: 'main."timer"' },
  { table: 'node', key: ['level', 'idx'], columns: ['level', 'idx', 'hash'], live: 'main."node"' },
  {
    table: 'device',
    key: ['deviceId'],
    columns: ['deviceId', 'person', 'name', 'signingKey', 'sealingKey', 'joinedAt'],
    live: 'main."device"',
  },
  {
    table: 'invite',
    key: ['inviteId'],
    columns: ['inviteId', 'person', 'invitedBy', 'expiresAt', 'state'],
    live: 'main."invite"',
  },
  {
    table: 'document',
    key: ['version'],
    columns: ['version', 'people', 'catalog', 'policy', 'providerDigests', 'publishedAt', 'parsed'],
    live: 'main."document"',
  },
] as const satisfies readonly Projection[];

const LEASES = `
  INSERT INTO temp."timer" ("seq", "nextAt")
  SELECT "first"."seq", "live"."leaseUntil" FROM main."grant" AS "live"
    JOIN temp."grant" AS "anew" ON "anew"."grantId" = "live"."grantId" AND "anew"."kind" = "live"."kind"
    JOIN main."entry" AS "first" ON "first"."stream" = 'request/' || "anew"."requestId" AND "first"."version" = 1
    WHERE "live"."leaseUntil" IS NOT NULL AND "live"."kind" IN ('scheduled', 'activating', 'revoking')
  ON CONFLICT ("seq") DO UPDATE SET "nextAt" = min("nextAt", excluded."nextAt")`;
/** What entries of before do not say of a version, and was kept all the same: it is as it is. */
const AS_KEPT = ['parsed', 'providerDigests'].map(
  (name) => `UPDATE temp."document" AS a SET "${name}" =
    (SELECT "${name}" FROM main."document" AS b WHERE b."version" = a."version") WHERE "${name}" IS NULL`,
);

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The projections as the log says them, in temporary tables of the same connection, under the names of `PROJECTIONS`. */
export class MadeAnew {
  readonly #db: Database.Database;
  readonly #insert: Readonly<Record<string, Database.Statement>>;

  constructor(db: Database.Database) {
    this.#db = db;
    for (const { table, key, columns } of PROJECTIONS) {
      db.exec(`DROP TABLE IF EXISTS temp."${table}"`);
      db.exec(
        `CREATE TEMP TABLE "${table}" (${quoted(columns)}, PRIMARY KEY (${quoted(key)})) WITHOUT ROWID`,
      );
    }
    this.#insert = Object.fromEntries(
      PROJECTIONS.map(({ table, columns }) => [
        table,
        db.prepare(`INSERT INTO temp."${table}" VALUES (${columns.map(() => '?').join(', ')})`),
      ]),
    );
  }

  addRequest({ seq, state }: FoldedRequest): void {
    this.#insert['request']?.run(seq, ...Object.values(requestColumns(state)));
    this.#addTimer(seq, nextAt(state));
    const { requester } = state.facts;
    for (const memberId of audienceOf(state))
      this.#insert['audience']?.run(seq, memberId, memberId === requester ? 1 : 0);
    for (const { entitlement, grant } of grantsOf(state)) {
      const row = grantOfLog(state, entitlement.grantId, grant);
      this.#insert['grant']?.run(
        row.grantId,
        row.requestId,
        row.pool,
        row.requester,
        row.kind,
        row.overdue ? 1 : 0,
        row.expiresAt,
        row.fence,
        row.grantedBy,
      );
    }
  }

  #addTimer(seq: number, at: Instant | null): void {
    if (at !== null) this.#insert['timer']?.run(seq, at);
  }

  /**
   * Leases are in no entry, and their ends are timers too. Once all requests are added: those that outlive a rebuild, which
   * keeps a lease while its grant is of the same kind.
   */
  addLeases(): void {
    this.#db.prepare(LEASES).run();
  }

  /** What streams outside of requests come to. */
  addOthers(
    { devices, invites, documents }: OtherRows,
    { withoutDigests }: { readonly withoutDigests: ReadonlySet<number> },
  ): void {
    for (const { deviceId, person, name, signingKey, sealingKey, joinedAt } of devices)
      this.#insert['device']?.run(deviceId, person, name, signingKey, sealingKey, joinedAt);
    for (const { inviteId, person, invitedBy, expiresAt, state } of invites.values())
      this.#insert['invite']?.run(inviteId, person, invitedBy, expiresAt, state);
    for (const { version, people, catalog, policy, providerDigests, publishedAt, parsed } of documents) {
      const digests = withoutDigests.has(version) ? null : JSON.stringify(providerDigests);
      this.#insert['document']?.run(version, people, catalog, policy, digests, publishedAt, parsed);
    }
    for (const statement of AS_KEPT) this.#db.exec(statement);
  }

  addNodes(nodes: readonly NodeOfLog[]): void {
    for (const { level, index, hash } of nodes) this.#insert['node']?.run(level, index, hash);
  }
}
