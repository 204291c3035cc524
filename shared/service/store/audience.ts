import { sql, type Kysely } from 'kysely';
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

/** Whether this member may see the request whose first entry is `first` in the query around it. */
export const isSeenBy = (memberId: string) => sql<boolean>`(
  EXISTS (SELECT 1 FROM "requestAudience" AS "a" WHERE "a"."memberId" = ${memberId} AND "a"."seq" = "first"."seq")
  OR EXISTS (SELECT 1 FROM "recentAudience" AS "a" WHERE "a"."memberId" = ${memberId} AND "a"."seq" = "first"."seq")
)`;
