import { sql, type Kysely } from 'kysely';
import { upState } from '../../../contract/earlier-request.ts';

/** Requests whose state is written again at a time. */
const PAGE = 500;

interface Row {
  readonly seq: number;
  readonly state: string;
}

/** The kept states of requests say who may answer, apart from what was asked, as they are folded today. */
export const m0011NamedReviewers = {
  up: async (db: Kysely<unknown>): Promise<void> => {
    for (let after = -1; ;) {
      const { rows } =
        await sql<Row>`SELECT "seq", "state" FROM "request" WHERE "seq" > ${after} AND "state" <> '' ORDER BY "seq" LIMIT ${PAGE}`.execute(
          db,
        );
      for (const { seq, state } of rows) {
        const now = JSON.stringify(upState(JSON.parse(state)));
        if (now !== state) await sql`UPDATE "request" SET "state" = ${now} WHERE "seq" = ${seq}`.execute(db);
      }
      const last = rows.at(-1);
      if (!last) return;
      after = last.seq;
    }
  },
};
