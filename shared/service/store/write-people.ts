import type { Kysely } from 'kysely';
import type { Batch } from './batch.ts';
import { chunks } from './chunks.ts';
import type { Schema } from './schema.ts';

type People = Pick<
  Batch,
  'devices' | 'renamedDevices' | 'removedDevices' | 'invites' | 'documents' | 'blobs'
>;

/** What a batch says of people, their devices and what is published. */
export async function writePeople(db: Kysely<Schema>, batch: People): Promise<void> {
  const { devices, renamedDevices, removedDevices, documents, blobs } = batch;
  await removeDevices(db, removedDevices);
  for (const part of chunks(devices)) await db.insertInto('device').values(part).execute();
  for (const { deviceId, name } of renamedDevices)
    await db.updateTable('device').set({ name }).where('deviceId', '=', deviceId).execute();
  await writeInvites(db, batch);
  for (const part of chunks(blobs))
    await db
      .insertInto('blob')
      .values(part)
      .onConflict((each) => each.column('hash').doNothing())
      .execute();
  for (const { providerDigests, ...document } of documents)
    await db
      .insertInto('document')
      .values({ ...document, providerDigests: JSON.stringify(providerDigests) })
      .execute();
}

async function writeInvites(db: Kysely<Schema>, { invites }: Pick<People, 'invites'>): Promise<void> {
  for (const part of chunks(invites))
    await db
      .insertInto('invite')
      .values(part)
      .onConflict((each) =>
        each.column('inviteId').doUpdateSet((eb) => ({ state: eb.ref('excluded.state') })),
      )
      .execute();
}

/** What devices signed stays verifiable: their keys are in the log. */
async function removeDevices(db: Kysely<Schema>, deviceIds: readonly string[]): Promise<void> {
  for (const part of chunks(deviceIds))
    for (const table of ['device', 'sealedCredential'] as const)
      await db.deleteFrom(table).where('deviceId', 'in', part).execute();
}
