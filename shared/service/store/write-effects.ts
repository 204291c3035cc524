import type { Kysely } from 'kysely';
import type { EffectChange } from './rows.ts';
import type { Schema } from './schema.ts';

/** Writes what is to be done after the commit, in the transaction of the batch. */
export async function writeEffects(db: Kysely<Schema>, changes: readonly EffectChange[]): Promise<void> {
  for (const change of changes) {
    if (change.type === 'done') {
      await db.deleteFrom('effect').where('key', '=', change.key).execute();
      continue;
    }
    const { key, body, ...rest } = change.effect;
    const row = { ...rest, body: JSON.stringify(body) };
    // The same key again is the same effect.
    if (change.type === 'add')
      await db
        .insertInto('effect')
        .values({ key, ...row })
        .onConflict((each) => each.column('key').doNothing())
        .execute();
    else await db.updateTable('effect').set(row).where('key', '=', key).execute();
  }
}
