import type Database from 'libsql';
import type { OtherEntry, LogRecord } from '../../domain/entry.ts';
import { grantsOf } from '../../domain/request/grants-of.ts';
import { nextAt } from '../../domain/request/tick.ts';
import type { Instant } from '../../lib/time.ts';
import { factsAudience } from '../changes/facts-audience.ts';
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
    columns: ['grantId', 'requestId', 'pool', 'requester', 'kind', 'overdue', 'expiresAt'],
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
] as const satisfies readonly Projection[];

const LEASES = `
  INSERT INTO temp."timer" ("seq", "nextAt")
  SELECT "first"."seq", "live"."leaseUntil" FROM main."grant" AS "live"
    JOIN temp."grant" AS "anew" ON "anew"."grantId" = "live"."grantId" AND "anew"."kind" = "live"."kind"
    JOIN main."entry" AS "first" ON "first"."stream" = 'request/' || "anew"."requestId" AND "first"."version" = 1
    WHERE "live"."leaseUntil" IS NOT NULL AND "live"."kind" IN ('scheduled', 'activating', 'revoking')
  ON CONFLICT ("seq") DO UPDATE SET "nextAt" = min("nextAt", excluded."nextAt")`;

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The projections as the log says them, in temporary tables of the same connection, under the names of `PROJECTIONS`. */
export class MadeAnew {
  readonly #db: Database.Database;
  readonly #insert: Readonly<Record<string, Database.Statement>>;
  readonly #dropDevices;

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
    this.#dropDevices = db.prepare('DELETE FROM temp."device" WHERE "person" = ?');
  }

  addRequest({ seq, state }: FoldedRequest): void {
    this.#insert['request']?.run(seq, ...Object.values(requestColumns(state)));
    this.#addTimer(seq, nextAt(state));
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
        row.expiresAt,
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

  /** Devices come by registering, and go with their person. */
  addEntry({ entry, at }: LogRecord & { readonly entry: OtherEntry }): void {
    if (entry.type === 'memberChanged' && entry.change === 'removed') this.#dropDevices.run(entry.person);
    if (entry.type !== 'deviceRegistered') return;
    const { deviceId, person, name, signingKey, sealingKey } = entry;
    this.#insert['device']?.run(deviceId, person, name, signingKey, sealingKey, at);
  }

  addNodes(nodes: readonly NodeOfLog[]): void {
    for (const { level, index, hash } of nodes) this.#insert['node']?.run(level, index, hash);
  }
}
