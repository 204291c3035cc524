import { sql, type Kysely, type Selectable } from 'kysely';
import type { Json } from '../../domain/organisation/organisation.ts';
import type { GrantState } from '../../domain/grant/grant.ts';
import { instant, type Instant } from '../../lib/time.ts';
import { readInChunks } from './chunks.ts';
import type { GrantRow } from './rows.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';

/**
 * Kinds of grant that are work for a runner, and those that still need watching. Literals, as in the conditions of the
 * indexes that have only these: with parameters the database would look through all grants that ever were.
 */
const WORK_KINDS = ['scheduled', 'activating', 'revoking'].map((kind) => sql.lit(kind));
export const LIVE_KINDS = [...WORK_KINDS, sql.lit('active')];

type GrantReads = Pick<
  ServiceStore,
  'grants' | 'grantsOf' | 'leasable' | 'liveGrants' | 'heldBy' | 'notGoneOf' | 'poolsWithWork' | 'grantCounts'
>;

export function readsOfGrants(db: Kysely<Schema>): GrantReads {
  const work = db.selectFrom('grant').where('kind', 'in', WORK_KINDS);
  const free = (now: Instant) =>
    work.where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<=', now)]));
  return {
    async grants(grantIds) {
      const rows = await readInChunks(grantIds, (part) =>
        db.selectFrom('grant').selectAll().where('grantId', 'in', part).execute(),
      );
      return new Map(rows.map((row) => [row.grantId, toGrant(row)]));
    },
    async grantsOf(requestIds) {
      const rows = await readInChunks(requestIds, (part) =>
        db.selectFrom('grant').selectAll().where('requestId', 'in', part).execute(),
      );
      return rows.map(toGrant);
    },
    async leasable({ pool, runnerId, notOf, revokeOnly, now, limit }) {
      // Ends that the runner which granted has not answered to, whatever others reported, come before everything.
      const owed = db
        .selectFrom('grant')
        .selectAll()
        .where('owedTo', '=', runnerId)
        .where('pool', '=', pool)
        .where('kind', 'in', ['revoking', 'revoked'])
        .where((eb) =>
          eb.or([
            eb('leaseRunner', 'is', null),
            eb('leaseRunner', '!=', runnerId),
            eb('leaseUntil', 'is', null),
            eb('leaseUntil', '<=', now),
          ]),
        )
        .limit(limit);
      // What must be taken away comes before what is to be given.
      const query = work
        .selectAll()
        .where((eb) =>
          eb.or([
            eb('leaseUntil', 'is', null),
            eb('leaseUntil', '<=', now),
            eb.and([eb('leaseRunner', '=', runnerId), eb('attempts', '=', 0)]),
          ]),
        )
        .where('pool', '=', pool)
        .$if(revokeOnly, (all) => all.where('kind', '=', 'revoking'))
        .where((eb) =>
          eb.or([
            ...(notOf === null ? [eb.lit(true)] : [eb('requester', '!=', notOf)]),
            eb('grantedBy', 'is', null),
            eb('grantedBy', '=', runnerId),
          ]),
        )
        .orderBy((eb) => eb('kind', '=', 'revoking'), 'desc')
        .orderBy('grant.expiresAt', (order) => order.asc().nullsFirst())
        .limit(limit);
      const rows = [...(await owed.execute()), ...(await query.execute())].map(toGrant);
      return Array.from(new Map(rows.map((row) => [row.grantId, row])).values()).slice(0, limit);
    },
    async liveGrants() {
      return (await db.selectFrom('grant').selectAll().where('kind', 'in', LIVE_KINDS).execute()).map(
        toGrant,
      );
    },
    async heldBy({ pool, runnerId }) {
      const query = work.selectAll().where('pool', '=', pool).where('leaseRunner', '=', runnerId);
      return (await query.execute()).map(toGrant);
    },
    async notGoneOf(deviceIds) {
      const rows = await readInChunks(deviceIds, (part) =>
        db
          .selectFrom('grant')
          .select(['grantedBy', (eb) => eb.fn.countAll<number>().as('count')])
          .where('kind', 'in', LIVE_KINDS)
          .where('grantedBy', 'in', part)
          .groupBy('grantedBy')
          .execute(),
      );
      return new Map(rows.map(({ grantedBy, count }) => [grantedBy ?? '', Number(count)]));
    },
    async poolsWithWork(now) {
      const rows = await free(now).select('pool').distinct().execute();
      return rows.map(({ pool }) => pool);
    },
    async grantCounts() {
      const rows = await db
        .selectFrom('grant')
        .select(['kind', 'overdue', (eb) => eb.fn.countAll<number>().as('count')])
        .where('kind', 'in', LIVE_KINDS)
        .groupBy(['kind', 'overdue'])
        .execute();
      const count = (is: (row: { kind: string; overdue: number }) => boolean) =>
        rows.filter(is).reduce((sum, row) => sum + Number(row.count), 0);
      return {
        waiting: count(({ kind }) => kind === 'scheduled' || kind === 'activating'),
        active: count(({ kind }) => kind === 'active'),
        revoking: count(({ kind }) => kind === 'revoking'),
        overdue: count(({ overdue }) => overdue === 1),
      };
    },
  };
}

const toInstant = (ms: number | null): Instant | null => (ms === null ? null : instant(ms));

const toGrant = (row: Selectable<Schema['grant']>): GrantRow => ({
  ...row,
  kind: row.kind as GrantState['kind'],
  overdue: row.overdue === 1,
  expiresAt: toInstant(row.expiresAt),
  leaseUntil: toInstant(row.leaseUntil),
  providerState: JSON.parse(row.providerState) as Json,
});
