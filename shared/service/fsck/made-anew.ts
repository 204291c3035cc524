import type Database from 'libsql';
import type { OrganisationEntry, LogRecord } from '../../domain/entry.ts';
import { grantsOf } from '../../domain/request/grants-of.ts';
import { audienceOf } from '../../domain/request/audience-of.ts';
import { grantOfLog } from '../commit/project-grant.ts';
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
    columns: ['grantId', 'requestId', 'pool', 'requester', 'kind', 'overdue', 'nextAt', 'expiresAt'],
    live: 'main."grant"',
  },
  { table: 'node', key: ['level', 'idx'], columns: ['level', 'idx', 'hash'], live: 'main."node"' },
  {
    table: 'device',
    key: ['deviceId'],
    columns: ['deviceId', 'person', 'name', 'signingKey', 'sealingKey', 'joinedAt'],
    live: 'main."device"',
  },
] as const satisfies readonly Projection[];

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The projections as the log says them, in temporary tables of the same connection, under the names of `PROJECTIONS`. */
export class MadeAnew {
  readonly #insert: Readonly<Record<string, Database.Statement>>;
  readonly #dropDevices;

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
    this.#dropDevices = db.prepare('DELETE FROM temp."device" WHERE "person" = ?');
  }

  addRequest({ seq, state }: FoldedRequest): void {
    this.#insert['request']?.run(seq, ...requestColumns(state));
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
        row.nextAt,
        row.expiresAt,
      );
    }
  }

  /** Devices come by registering, and go with their person. */
  addEntry({ entry, at }: LogRecord & { readonly entry: OrganisationEntry }): void {
    if (entry.type === 'memberChanged' && entry.change === 'removed') this.#dropDevices.run(entry.person);
    if (entry.type !== 'deviceRegistered') return;
    const { deviceId, person, name, signingKey, sealingKey } = entry;
    this.#insert['device']?.run(deviceId, person, name, signingKey, sealingKey, at);
  }

  addNodes(nodes: readonly NodeOfLog[]): void {
    for (const { level, index, hash } of nodes) this.#insert['node']?.run(level, index, hash);
  }
}
