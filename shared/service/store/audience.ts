import { sql, type Kysely } from 'kysely';
import type { Entry } from '../../domain/entry.ts';
import type { Schema } from './schema.ts';

/** What everybody is told as it happens: what is in force, and what may be somebody who takes what is another person's. */
export const TOLD_TO_ALL: ReadonlySet<string> = new Set<Entry['type']>([
  ...(['organisationPublished', 'recoveryKeySet', 'recoveryUsed', 'logKeyRotated'] as const),
]);

/** The places of the requests that this member may see, or of those that they asked for (or did not) alone. */
export function seenBy(db: Kysely<Schema>, memberId: string, isRequester: boolean | null = null) {
  return db
    .selectFrom('requestAudience')
    .select('seq')
    .where('memberId', '=', memberId)
    .$if(isRequester !== null, (query) => query.where('isRequester', '=', isRequester ? 1 : 0));
}

/** Whether this member may see the request whose first entry is `first` in the query around it. */
export const isSeenBy = (memberId: string) => sql<boolean>`EXISTS (
  SELECT 1 FROM "requestAudience" AS "a" WHERE "a"."memberId" = ${memberId} AND "a"."seq" = "first"."seq")`;
