import { sql, type Kysely } from 'kysely';
import type Database from 'libsql';
import { requestStream } from '../../domain/request/request-entry.ts';
import { isSeenBy, seenBy, waitsFor } from './audience.ts';
import { stateFrom } from './kept-state.ts';
import type { Schema } from './schema.ts';
import type { RequestQuery, ServiceStore } from './service-store.ts';

type RequestReads = Pick<
  ServiceStore,
  'states' | 'commands' | 'listRequests' | 'openRequestsOf' | 'visible' | 'sealed'
>;

/** `raw` is the same database, for what every commit reads: prepared once, whatever the number of keys. */
export function readsOfRequests(db: Kysely<Schema>, raw: Database.Database): RequestReads {
  const states = raw.prepare(
    `SELECT "entry"."requestId", "state", "text" FROM "request" JOIN "entry" ON "entry"."seq" = "request"."seq"
      WHERE "entry"."stream" IN (SELECT "value" FROM json_each(?)) AND "entry"."version" = 1`,
  );
  const commands = raw.prepare(
    'SELECT "id", "answer" FROM "command" WHERE "id" IN (SELECT "value" FROM json_each(?))',
  );
  return {
    async states(requestIds) {
      if (requestIds.length === 0) return new Map();
      const rows = states.all(JSON.stringify(requestIds.map(requestStream))) as {
        requestId: string;
        state: string;
        text: string;
      }[];
      return new Map(rows.map((row) => [row.requestId, stateFrom(row)]));
    },
    async commands(ids) {
      if (ids.length === 0) return new Map();
      const rows = commands.all(JSON.stringify(ids)) as { id: string; answer: string }[];
      return new Map(rows.map(({ id, answer }) => [id, answer]));
    },
    async listRequests(query) {
      const rows = await listQuery(db, query).execute();
      return rows.map(stateFrom);
    },
    async openRequestsOf(memberIds) {
      const rows = await db
        .selectFrom('grant')
        .select('requestId')
        .distinct()
        .where('kind', 'in', ['scheduled', 'activating', 'revoking', 'active'])
        .where('requester', 'in', sql<string>`(SELECT "value" FROM json_each(${JSON.stringify(memberIds)}))`)
        .execute();
      return rows.map(({ requestId }) => requestId);
    },
    async visible(memberId, requestIds) {
      if (requestIds.length === 0) return new Set();
      const rows = await db
        .selectFrom('entry as first')
        .select('first.requestId')
        .where('first.stream', 'in', requestIds.map(requestStream))
        .where('first.version', '=', 1)
        .where(isSeenBy(memberId))
        .execute();
      return new Set(rows.map(({ requestId }) => requestId ?? ''));
    },
    async sealed(grantId, deviceId) {
      const row = await db
        .selectFrom('sealedCredential')
        .select('box')
        .where('grantId', '=', grantId)
        .where('deviceId', '=', deviceId)
        .executeTakeFirst();
      return row?.box ?? null;
    },
  };
}

/**
 * Newest first, the inbox oldest first. The order is that of the log, so a page goes on where the one before it ended
 * whatever was asked meanwhile.
 */
function listQuery(db: Kysely<Schema>, { scope, memberId, isOwner, open, limit, after }: RequestQuery) {
  const seesAll = (scope === 'all' || scope === 'running') && isOwner;
  const isOldestFirst = scope === 'inbox';
  return db
    .selectFrom('request')
    .innerJoin('entry', 'entry.seq', 'request.seq')
    .select(['state', 'text'])
    .$if(scope === 'inbox', (query) =>
      query.where('isOpen', '=', 1).where('status', '=', 'submitted').where(waitsFor(memberId)),
    )
    .$if(scope === 'running', (query) => query.where('isOpen', '=', 1).where('status', '=', 'approved'))
    .$if(!seesAll, (query) => query.where('request.seq', 'in', seenBy(db, memberId, isRequester(scope))))
    .$if(open, (query) => query.where('isOpen', '=', 1))
    .$if(after !== undefined, (query) =>
      query.where('request.seq', isOldestFirst ? '>' : '<', (eb) =>
        eb
          .selectFrom('entry as last')
          .select('last.seq')
          .where('last.stream', '=', requestStream(after ?? ''))
          .where('last.version', '=', 1),
      ),
    )
    .orderBy('request.seq', isOldestFirst ? 'asc' : 'desc')
    .limit(limit);
}

function isRequester(scope: RequestQuery['scope']): boolean | null {
  if (scope === 'mine') return true;
  return scope === 'inbox' ? false : null;
}
