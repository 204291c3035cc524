import type { Kysely } from 'kysely';
import type { Batch } from './batch.ts';
import { chunks } from './chunks.ts';
import type { Schema } from './schema.ts';

/** Writes when streams change next. `seqOf`: the place of a stream's first entry, which is where its timer stands. */
export async function writeTimers(
  db: Kysely<Schema>,
  { timers }: Pick<Batch, 'timers'>,
  seqOf: (stream: string) => number,
): Promise<void> {
  const stopped = timers.filter(({ nextAt }) => nextAt === null).map(({ stream }) => seqOf(stream));
  const set = timers.flatMap(({ stream, nextAt }) =>
    nextAt === null ? [] : [{ seq: seqOf(stream), nextAt }],
  );
  for (const part of chunks(stopped)) await db.deleteFrom('timer').where('seq', 'in', part).execute();
  for (const part of chunks(set))
    await db
      .insertInto('timer')
      .values(part)
      .onConflict((each) => each.column('seq').doUpdateSet((eb) => ({ nextAt: eb.ref('excluded.nextAt') })))
      .execute();
}
