import { sql, type ExpressionBuilder, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';

// Who may see a request stands in `recentAudience` first and in `requestAudience` from then on; never in both.

/** The places of the requests that this member may see, or of those that they asked for (or did not) alone. */
export function seenBy(db: Kysely<Schema>, memberId: string, isRequester: boolean | null = null) {
  const only = isRequester === null ? [0, 1] : [isRequester ? 1 : 0];
  const settled = db
    .selectFrom('requestAudience')
    .select('seq')
    .where('memberId', '=', memberId)
    .where('isRequester', 'in', only);
  const recent = db
    .selectFrom('recentAudience')
    .select('seq')
    .where('memberId', '=', memberId)
    .where('isRequester', 'in', only);
  return settled.unionAll(recent);
}

/** Whether this member may see the request whose first entry is `first`. */
export function isSeenBy<T extends { first: Schema['entry'] }>(
  eb: ExpressionBuilder<Schema & T, 'first'>,
  memberId: string,
) {
  const db = eb as unknown as ExpressionBuilder<Schema & { first: Schema['entry'] }, 'first'>;
  return db.or([
    db.exists(
      db
        .selectFrom('requestAudience')
        .select(sql.lit(1).as('one'))
        .where('requestAudience.memberId', '=', memberId)
        .whereRef('requestAudience.seq', '=', 'first.seq'),
    ),
    db.exists(
      db
        .selectFrom('recentAudience')
        .select(sql.lit(1).as('one'))
        .where('recentAudience.memberId', '=', memberId)
        .whereRef('recentAudience.seq', '=', 'first.seq'),
    ),
  ]);
}
