import type Database from 'libsql';
import { grantsOf } from '../../domain/request/grants-of.ts';
import { factsAudience } from '../changes/facts-audience.ts';
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

/** Who may see a request is kept in two tables, one of them for the newest. */
const AUDIENCE = `(SELECT "seq", "memberId", "isRequester" FROM main."requestAudience"
  UNION ALL SELECT "seq", "memberId", "isRequester" FROM main."recentAudience")`;

export const PROJECTIONS = [
  {
    table: 'request',
    key: ['seq'],
    columns: ['seq', 'status', 'isOpen', 'lapsesAt', 'state'],
    live: 'main."request"',
  },
  {
    table: 'audience',
    key: ['seq', 'memberId'],
    columns: ['seq', 'memberId', 'isRequester'],
    live: AUDIENCE,
  },
  {
    table: 'grant',
    key: ['grantId'],
    columns: [
      ...['grantId', 'requestId', 'pool', 'requester', 'kind', 'overdue', 'nextAt', 'expiresAt'],
      ...['fence', 'grantedBy'],
    ],
    live: 'main."grant"',
  },
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

/** What entries of before do not say of a version, and was kept all the same: it is as it is. */
const AS_KEPT = ['parsed', 'providerDigests'].map(
  (name) => `UPDATE temp."document" AS a SET "${name}" =
    (SELECT "${name}" FROM main."document" AS b WHERE b."version" = a."version") WHERE "${name}" IS NULL`,
);

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The projections as the log says them, in temporary tables of the same connection, under the names of `PROJECTIONS`. */
export class MadeAnew {
  readonly #insert: Readonly<Record<string, Database.Statement>>;
  readonly #db;

  constructor(db: Database.Database) {
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
    this.#db = db;
  }

  addRequest({ seq, state }: FoldedRequest): void {
    this.#insert['request']?.run(seq, ...requestColumns(state));
    const { requester } = state.facts;
    for (const memberId of factsAudience(state.facts))
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
        row.nextAt,
        row.expiresAt,
        row.fence,
        row.grantedBy,
      );
    }
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
