import type { Kysely } from 'kysely';
import { instant } from '../../lib/time.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';

type TimerReads = Pick<ServiceStore, 'dueStreams' | 'nextTimerAt'>;

export function readsOfTimers(db: Kysely<Schema>): TimerReads {
  return {
    async dueStreams(now, limit) {
      const rows = await db
        .selectFrom('timer')
        .innerJoin('entry', 'entry.seq', 'timer.seq')
        .select('entry.stream')
        .where('nextAt', '<=', now)
        .orderBy('nextAt')
        .limit(limit)
        .execute();
      return rows.map(({ stream }) => stream);
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
