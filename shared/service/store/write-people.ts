import type { Kysely } from 'kysely';
import type { Batch } from './batch.ts';
import { chunks } from './chunks.ts';
import type { Schema } from './schema.ts';

type People = Pick<Batch, 'devices' | 'sessions' | 'invites' | 'documents' | 'members'>;

/** What a batch says of people, their devices and what is published. */
export async function writePeople(
  db: Kysely<Schema>,
  { devices, sessions, invites, documents, members }: People,
): Promise<void> {
  if (members !== null) await removeLeavers(db, new Set(members));
  for (const part of chunks(devices)) await db.insertInto('device').values(part).execute();
  for (const part of chunks(sessions)) await db.insertInto('session').values(part).execute();
  for (const row of invites)
    await db
      .insertInto('invite')
      .values(row)
      .onConflict((each) => each.column('codeHash').doUpdateSet({ usedAt: row.usedAt }))
      .execute();
  for (const { providerDigests, ...document } of documents)
    await db
      .insertInto('document')
      .values({ ...document, providerDigests: JSON.stringify(providerDigests) })
      .execute();
}

/** What devices signed stays verifiable: their keys are in the log. */
async function removeLeavers(db: Kysely<Schema>, members: ReadonlySet<string>): Promise<void> {
  for (const table of ['session', 'invite', 'device'] as const) {
    const rows = await db.selectFrom(table).select('person').distinct().execute();
    const left = rows.map(({ person }) => person).filter((person) => !members.has(person));
    for (const part of chunks(left)) await db.deleteFrom(table).where('person', 'in', part).execute();
  }
  await db
    .deleteFrom('sealedCredential')
    .where('deviceId', 'not in', (eb) => eb.selectFrom('device').select('deviceId'))
    .execute();
}
