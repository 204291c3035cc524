import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Selectable } from 'kysely';
import type { Json } from '../../domain/organisation/organisation.ts';
import { instant } from '../../lib/time.ts';
import type { EffectAsRead, EffectRow } from './rows.ts';
import type { Schema } from './schema.ts';
import type { ServiceStore } from './service-store.ts';

type EffectReads = Pick<ServiceStore, 'effect' | 'waitingEffects'>;

export function readsOfEffects(db: Kysely<Schema>): EffectReads {
  return {
    async effect(key) {
      const row = await db.selectFrom('effect').selectAll().where('key', '=', key).executeTakeFirst();
      return row ? toEffect(row) : null;
    },
    async waitingEffects(kinds, limit) {
      if (kinds.length === 0) return [];
      const query = db.selectFrom('effect').selectAll().where('kind', 'in', kinds);
      return (await query.orderBy('dueAt').orderBy('key').limit(limit).execute()).map(toEffect);
    },
  };
}

export const toEffect = (row: Selectable<Schema['effect']>): EffectRow => ({
  ...row,
  dueAt: instant(Number(row.dueAt)),
  attempts: Number(row.attempts),
  body: JSON.parse(row.body) as Json,
});

/** Whether an effect is there, and as it was read. */
export const isAsRead = (row: EffectRow | null | undefined, asRead: EffectAsRead): boolean =>
  row != null &&
  (asRead.dueAt === undefined || asRead.dueAt === row.dueAt) &&
  (asRead.attempts === undefined || asRead.attempts === row.attempts) &&
  (asRead.body === undefined || isDeepStrictEqual(asRead.body, row.body));
