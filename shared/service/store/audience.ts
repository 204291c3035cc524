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

/**
 * What `canReview` says of a submitted request, in the database: the member is a reviewer of the step that it waits for, did
 * not ask, and has not answered. The state is in the first entry while there is no other (kept-state.ts). A request of before
 * has its reviewers in its plan (earlier-request.ts).
 */
export const waitsFor = (memberId: string) => sql<boolean>`EXISTS (
  SELECT 1 FROM (
    SELECT CASE "state" WHEN '' THEN json_extract("text", '$.entry.facts') ELSE json_extract("state", '$.facts') END AS "facts",
      CASE "state" WHEN '' THEN json_extract("text", '$.entry.reviewers') ELSE json_extract("state", '$.reviewers') END AS "reviewers",
      CASE "state" WHEN '' THEN 0 ELSE json_extract("state", '$.phase.step') END AS "step",
      CASE "state" WHEN '' THEN '[]' ELSE json_extract("state", '$.reviews') END AS "reviews"
  ) AS "it"
  WHERE json_extract("it"."facts", '$.requester') <> ${memberId}
    AND ${memberId} IN (
      SELECT "value" FROM json_each("it"."reviewers", '$[' || "it"."step" || ']')
      UNION ALL SELECT "value" FROM json_each("it"."facts", '$.plan.steps[' || "it"."step" || '].reviewers'))
    AND NOT EXISTS (
      SELECT 1 FROM json_each("it"."reviews") AS "given"
      WHERE json_extract("given"."value", '$.reviewer') = ${memberId}
        AND json_extract("given"."value", '$.step') = "it"."step"))`;
