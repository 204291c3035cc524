import type { Kysely } from 'kysely';
import { instant } from '../../lib/time.ts';
import { requestStream } from '../../domain/request/request-entry.ts';
import { canReview } from '../../domain/request/can-review.ts';
import type { RequestState } from '../../domain/request/request.ts';
import { isSeenBy, seenBy } from './audience.ts';
import { readInChunks } from './chunks.ts';
import { LIVE_KINDS } from './reads-of-grants.ts';
import { stateOf } from './request-columns.ts';
import type { Schema } from './schema.ts';
import type { RequestQuery, ServiceStore } from './service-store.ts';

type RequestReads = Pick<
  ServiceStore,
  'states' | 'commands' | 'listRequests' | 'openRequestsOf' | 'visible' | 'sealed'
>;

export function readsOfRequests(db: Kysely<Schema>): RequestReads {
  return {
    async states(requestIds) {
      const rows = await readInChunks(requestIds, (part) =>
        db
          .selectFrom('entry')
          .innerJoin('request', 'request.seq', 'entry.seq')
          .select(['entry.requestId', 'state'])
          .where('stream', 'in', part.map(requestStream))
          .where('version', '=', 1)
          .execute(),
      );
      return new Map(rows.map((row) => [row.requestId ?? '', stateOf(row)]));
    },
    async commands(ids) {
      const rows = await readInChunks(ids, (part) =>
        db.selectFrom('command').select(['id', 'answer']).where('id', 'in', part).execute(),
      );
      return new Map(rows.map(({ id, answer }) => [id, answer]));
    },
    listRequests: (query) => (query.scope === 'inbox' ? inbox(db, query) : list(db, query)),
    async openRequestsOf(memberIds) {
      const rows = await readInChunks(memberIds, (part) =>
        db
          .selectFrom('grant')
          .select('requestId')
          .distinct()
          .where('kind', 'in', LIVE_KINDS)
          .where('requester', 'in', part)
          .execute(),
      );
      return rows.map(({ requestId }) => requestId);
    },
    async visible(memberId, requestIds) {
      const rows = await readInChunks(requestIds, (part) =>
        db
          .selectFrom('entry as first')
          .select('first.requestId')
          .where('first.stream', 'in', part.map(requestStream))
          .where('first.version', '=', 1)
          .where(isSeenBy(memberId))
          .execute(),
      );
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

async function list(db: Kysely<Schema>, query: RequestQuery): Promise<RequestState[]> {
  return (await listQuery(db, query).execute()).map(stateOf);
}

/** What waits for this member is said by the function that shows the buttons; the database finds where to look. */
async function inbox(db: Kysely<Schema>, query: RequestQuery): Promise<RequestState[]> {
  const found: RequestState[] = [];
  const { now = instant(0) } = query;
  for (let { after } = query; ;) {
    const page = await list(db, { ...query, after });
    found.push(...page.filter((state) => canReview(state, query.memberId, now)));
    if (page.length < query.limit || found.length >= query.limit) return found.slice(0, query.limit);
    after = page.at(-1)?.facts.requestId;
  }
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
    .select('state')
    .$if(scope === 'inbox', (query) => query.where('isOpen', '=', 1).where('status', '=', 'submitted'))
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
