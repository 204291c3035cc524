import { sql, type Kysely } from 'kysely';
import { TOLD_TO_ALL } from '../../domain/streams.ts';
import { RECOVERED } from './told-to-all.ts';
import { instant } from '../../lib/time.ts';
import { isSeenBy } from './audience.ts';
import { toEntry } from './entry-columns.ts';
import type { Schema } from './schema.ts';
import { withSameTexts } from './write-erased.ts';
import type { ServiceStore } from './service-store.ts';

type LogReads = Pick<
  ServiceStore,
  'head' | 'entries' | 'entriesFor' | 'withSameTexts' | 'stream' | 'streamPage' | 'nodes' | 'meta'
>;

/** How many entries the log has. */
export async function logSize(db: Kysely<Schema>): Promise<number> {
  const last = await db
    .selectFrom('entry')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst();
  return last?.seq == null ? 0 : Number(last.seq) + 1;
}

/** How many entries the log has, and the leaf hash of the one at `seq`; null where there is none. */
export async function logEnd(
  db: Kysely<Schema>,
  seq: number,
): Promise<{ readonly size: number; readonly leaf: Uint8Array | null }> {
  const found = await db
    .selectFrom('entry')
    .select((eb) => [
      eb.fn.max('entry.seq').as('last'),
      eb.selectFrom('entry as at').select('at.leafHash').where('at.seq', '=', seq).as('leaf'),
    ])
    .executeTakeFirst();
  return {
    size: found?.last == null ? 0 : Number(found.last) + 1,
    leaf: found?.leaf ? bytes(found.leaf) : null,
  };
}

export function readsOfLog(db: Kysely<Schema>): LogReads {
  const meta = async (name: string) => {
    const row = await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst();
    return row?.value ?? null;
  };
  return {
    meta,
    async head() {
      const streams = await db
        .selectFrom('entry')
        .select(['stream', (eb) => eb.fn.max('version').as('version')])
        .where('requestId', 'is', null)
        .groupBy('stream')
        .execute();
      return {
        size: await logSize(db),
        streams: new Map(streams.map(({ stream, version }) => [stream, Number(version)])),
        markAt: instant(Number((await meta('markAt')) ?? 0)),
      };
    },
    async entries({ from, limit }) {
      const query = db.selectFrom('entry').selectAll().where('seq', '>=', from).orderBy('seq').limit(limit);
      return (await query.execute()).map(toEntry);
    },
    async entriesFor({ memberId, isOwner, after, to, limit }) {
      const query = db
        .selectFrom('entry')
        .selectAll()
        .where('seq', '>', after)
        .where('seq', '<=', to)
        .$if(!isOwner, (each) =>
          each.where((eb) =>
            eb.or([
              eb('entry.person', '=', memberId),
              eb('entry.type', 'in', [...TOLD_TO_ALL]),
              eb.and([eb('entry.type', '=', 'deviceRegistered'), eb('entry.text', 'like', `%${RECOVERED}%`)]),
              eb.exists(
                eb
                  .selectFrom('entry as first')
                  .select(sql.lit(1).as('one'))
                  .where('first.version', '=', 1)
                  .whereRef('first.stream', '=', 'entry.stream')
                  .where(isSeenBy(memberId)),
              ),
            ]),
          ),
        )
        .orderBy('seq')
        .limit(limit);
      return (await query.execute()).map(toEntry);
    },
    withSameTexts: (seqs, from) => withSameTexts(db, seqs, { from }),
    async stream(stream, upToVersion = Number.MAX_SAFE_INTEGER) {
      const query = db
        .selectFrom('entry')
        .selectAll()
        .where('stream', '=', stream)
        .where('version', '<=', upToVersion)
        .orderBy('version');
      return (await query.execute()).map(toEntry);
    },
    async streamPage(stream, { after, limit }) {
      const query = db
        .selectFrom('entry')
        .selectAll()
        .where('stream', '=', stream)
        .where('seq', '>', after)
        .orderBy('version')
        .limit(limit);
      return (await query.execute()).map(toEntry);
    },
    async nodes(keys) {
      const found = await Promise.all(
        keys.map(async ({ level, index }) => {
          const query =
            level === 0
              ? db.selectFrom('entry').select('leafHash as hash').where('seq', '=', index)
              : db.selectFrom('node').select('hash').where('level', '=', level).where('idx', '=', index);
          const row = await query.executeTakeFirst();
          return row ? { level, index, hash: bytes(row.hash) } : null;
        }),
      );
      return found.filter((each) => each !== null);
    },
  };
}

/** libSQL gives blobs as ArrayBuffers or as Buffers, whose `slice` does not copy. */
const bytes = (buffer: Uint8Array): Uint8Array => new Uint8Array(buffer);
