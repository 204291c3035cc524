import { sql, type Kysely } from 'kysely';
import { instant } from '../../lib/time.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';

type TimerReads = Pick<ServiceStore, 'dueStreams' | 'nextTimerAt'>;

export function readsOfTimers(db: Kysely<Schema>): TimerReads {
  return {
    async dueStreams(now, { prefixes, after, limit }) {
      const { nextAt, seq } = after ?? { nextAt: -1, seq: -1 };
      const rows = await db
        .selectFrom('timer')
        .innerJoin('entry', 'entry.seq', 'timer.seq')
        .select(['entry.stream', 'timer.seq', 'nextAt'])
        .where('nextAt', '<=', now)
        .where((eb) => eb(eb.refTuple('nextAt', 'timer.seq'), '>', eb.tuple(nextAt, seq)))
        // Not as a range of names: there are more entries than timers, and their index is no way to those.
        .where((eb) => eb.or(prefixes.map((prefix) => beginsWith(prefix))))
        .orderBy('nextAt')
        .orderBy('timer.seq')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...row, seq: Number(row.seq), nextAt: instant(Number(row.nextAt)) }));
    },
    async nextTimerAt(after) {
      const row = await db
        .selectFrom('timer')
        .select((eb) => eb.fn.min('nextAt').as('at'))
        .where('nextAt', '>', after)
        .executeTakeFirst();
      return row?.at == null ? null : instant(Number(row.at));
    },
  };
}

const beginsWith = (prefix: string) =>
  sql<boolean>`substr("entry"."stream", 1, ${sql.lit(prefix.length)}) = ${prefix}`;
