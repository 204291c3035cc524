import { grantsOf } from '../../domain/request/grants-of.ts';
import { audienceOf } from '../../domain/request/audience-of.ts';
import { nextAt } from '../../domain/request/tick.ts';
import { grantOfLog } from '../commit/project-grant.ts';
import type { OtherRows } from '../commit/project-other.ts';
import { requestColumns, stateOf } from '../store/request-columns.ts';
import type { Schema } from '../store/schema.ts';
import { firstRow, quoted, type RowAdder, type SqlSession, type SqlValue } from '../store/sql-session.ts';
import type { FoldedRequest, RequestsMadeAnew } from './fold-requests.ts';
import type { NodeOfLog } from './check-log.ts';

/** A table that the log says all of, or some columns of. */
export interface Projection {
  readonly table: string;
  /** Its rows as the log says them: a temporary table. */
  readonly anew: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Its rows as they are: a table. */
  readonly live: string;
}

export const PROJECTIONS = [
  {
    table: 'request',
    anew: 'anewRequest',
    key: ['seq'],
    columns: ['seq', 'status', 'isOpen', 'state'],
    live: 'request',
  },
  {
    table: 'audience',
    anew: 'anewAudience',
    key: ['seq', 'memberId'],
    columns: ['seq', 'memberId', 'isRequester'],
    live: 'requestAudience',
  },
  {
    table: 'grant',
    anew: 'anewGrant',
    key: ['grantId'],
    columns: [
      ...['grantId', 'requestId', 'pool', 'requester', 'kind', 'overdue', 'expiresAt'],
      ...['fence', 'grantedBy'],
    ],
    live: 'grant',
  },
  { table: 'timer', anew: 'anewTimer', key: ['seq'], columns: ['seq', 'nextAt'], live: 'timer' },
  { table: 'node', anew: 'anewNode', key: ['level', 'idx'], columns: ['level', 'idx', 'hash'], live: 'node' },
  {
    table: 'device',
    anew: 'anewDevice',
    key: ['deviceId'],
    columns: ['deviceId', 'person', 'name', 'signingKey', 'sealingKey', 'joinedAt'],
    live: 'device',
  },
  {
    table: 'invite',
    anew: 'anewInvite',
    key: ['inviteId'],
    columns: ['inviteId', 'person', 'invitedBy', 'expiresAt', 'state'],
    live: 'invite',
  },
  {
    table: 'document',
    anew: 'anewDocument',
    key: ['version'],
    columns: ['version', 'people', 'catalog', 'policy', 'providerDigests', 'publishedAt', 'parsed'],
    live: 'document',
  },
] as const satisfies readonly Projection[];

const LEASES = `
  INSERT INTO "anewTimer" ("seq", "nextAt")
  SELECT "first"."seq", "live"."leaseUntil" FROM "grant" AS "live"
    JOIN "anewGrant" AS "anew" ON "anew"."grantId" = "live"."grantId" AND "anew"."kind" = "live"."kind"
    JOIN "entry" AS "first" ON "first"."stream" = 'request/' || "anew"."requestId" AND "first"."version" = 1
    WHERE "live"."leaseUntil" IS NOT NULL AND "live"."kind" IN ('scheduled', 'activating', 'revoking')
  ON CONFLICT ("seq") DO UPDATE SET "nextAt" = CASE
    WHEN "anewTimer"."nextAt" < excluded."nextAt" THEN "anewTimer"."nextAt" ELSE excluded."nextAt" END`;

/** Those that say what a request comes to. */
const OF_REQUESTS = ['request', 'timer', 'audience', 'grant'] as const;

/** The projections as the log says them, in temporary tables of the same connection. */
export class MadeAnew implements RequestsMadeAnew {
  readonly #session: SqlSession;
  readonly #adders: ReadonlyMap<string, RowAdder>;

  private constructor(session: SqlSession, adders: ReadonlyMap<string, RowAdder>) {
    this.#session = session;
    this.#adders = adders;
  }

  /** The tables, empty. */
  static async make(session: SqlSession): Promise<MadeAnew> {
    for (const { anew, live, key, columns } of PROJECTIONS) {
      await session.run(`DROP TABLE IF EXISTS "${anew}"`);
      await session.run(
        `CREATE TEMPORARY TABLE "${anew}" AS SELECT ${quoted(columns)} FROM "${live}" WHERE 1 = 0`,
      );
      await session.run(`CREATE UNIQUE INDEX "${anew}ByKey" ON "${anew}" (${quoted(key)})`);
    }
    const adders = PROJECTIONS.map(
      ({ table, anew, columns }) => [table, session.adder(anew, columns)] as const,
    );
    return new MadeAnew(session, new Map(adders));
  }

  async #add(table: (typeof PROJECTIONS)[number]['table'], values: readonly SqlValue[]): Promise<void> {
    await this.#adders.get(table)?.add(values);
  }

  /** What it comes to as far as it is folded. */
  async addRequest({ seq, state }: FoldedRequest): Promise<void> {
    await this.#add('request', [seq, ...Object.values(requestColumns(state))]);
    const at = nextAt(state);
    if (at !== null) await this.#add('timer', [seq, at]);
    const { requester } = state.facts;
    for (const memberId of audienceOf(state))
      await this.#add('audience', [seq, memberId, memberId === requester ? 1 : 0]);
    for (const { entitlement, grant } of grantsOf(state)) {
      const row = grantOfLog(state, entitlement.grantId, grant);
      await this.#add('grant', [
        ...[row.grantId, row.requestId, row.pool, row.requester, row.kind, row.overdue ? 1 : 0],
        ...[row.expiresAt, row.fence, row.grantedBy],
      ]);
    }
  }

  async takeRequest(seq: number): Promise<FoldedRequest | undefined> {
    for (const table of OF_REQUESTS) await this.#adders.get(table)?.end();
    const row = await firstRow<Pick<Schema['request'], 'state'>>(
      this.#session,
      `SELECT "state" FROM "anewRequest" WHERE "seq" = ${seq}`,
    );
    if (!row) return undefined;
    const state = stateOf(row);
    for (const table of ['anewRequest', 'anewTimer', 'anewAudience'])
      await this.#session.run(`DELETE FROM "${table}" WHERE "seq" = ?`, [seq]);
    for (const { entitlement } of grantsOf(state))
      await this.#session.run(`DELETE FROM "anewGrant" WHERE "grantId" = ?`, [entitlement.grantId]);
    return { seq, state };
  }

  /** What streams outside of requests come to. */
  async addOthers({ devices, invites, documents }: OtherRows): Promise<void> {
    for (const { deviceId, person, name, signingKey, sealingKey, joinedAt } of devices)
      await this.#add('device', [deviceId, person, name, signingKey, sealingKey, joinedAt]);
    for (const { inviteId, person, invitedBy, expiresAt, state } of invites.values())
      await this.#add('invite', [inviteId, person, invitedBy, expiresAt, state]);
    for (const { version, people, catalog, policy, providerDigests, publishedAt, parsed } of documents) {
      const digests = JSON.stringify(providerDigests);
      await this.#add('document', [version, people, catalog, policy, digests, publishedAt, parsed]);
    }
  }

  async addNodes(nodes: readonly NodeOfLog[]): Promise<void> {
    for (const { level, index, hash } of nodes) await this.#add('node', [level, index, hash]);
  }

  /**
   * Once all is added. Leases are in no entry, and their ends are timers too: those that outlive a rebuild, which keeps a
   * lease while its grant is of the same kind.
   */
  async finish(): Promise<void> {
    for (const adder of this.#adders.values()) await adder.end();
    await this.#session.run(LEASES);
  }
}
