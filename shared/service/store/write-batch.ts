import type { Kysely } from 'kysely';
import { requestStream } from '../../domain/request/request-entry.ts';
import type { Batch, PlacedBatch } from './batch.ts';
import { chunks, readInChunks } from './chunks.ts';
import { entryColumns } from './entry-columns.ts';
import { requestColumns } from './request-columns.ts';
import type { Schema } from './schema.ts';
import { writeEffects } from './write-effects.ts';
import { writeErased } from './write-erased.ts';
import { writePeople } from './write-people.ts';
import { writeTimers } from './write-timers.ts';

/** Writes a batch, in a transaction of the caller's: it is all or nothing. The mark of the clock afterwards. */
export async function writeBatch(db: Kysely<Schema>, batch: PlacedBatch): Promise<number> {
  const markAt = await writeLog(db, batch);
  const seqOf = await placesOf(
    db,
    batch.entries,
    new Set([
      ...batch.requests.map(({ facts }) => requestStream(facts.requestId)),
      ...batch.timers.map(({ stream }) => stream),
    ]),
  );
  await writeRequests(db, batch, seqOf);
  await writeGrants(db, batch);
  await writeTimers(db, batch, seqOf);
  await writeEffects(db, batch.effects);
  await writeCommands(db, batch);
  await writePeople(db, batch);
  // After the states that this batch has: what is erased in it is in none of them.
  await writeErased(db, batch.erased);
  return markAt;
}

async function writeLog(
  db: Kysely<Schema>,
  { entries, nodes, meta, ...batch }: PlacedBatch,
): Promise<number> {
  for (const part of chunks(entries)) await db.insertInto('entry').values(part.map(entryColumns)).execute();
  for (const part of chunks(nodes)) {
    const rows = part.map(({ level, index, hash }) => ({ level, idx: index, hash }));
    await db.insertInto('node').values(rows).execute();
  }
  const isAccepted = entries.some(({ type }) => type === 'clockAccepted');
  const markAt = isAccepted ? batch.markAt : Math.max(batch.markAt, await keptMark(db));
  for (const row of [{ name: 'markAt', value: String(markAt) }, ...meta])
    await db
      .insertInto('meta')
      .values(row)
      .onConflict((each) => each.column('name').doUpdateSet({ value: row.value }))
      .execute();
  return markAt;
}

/** It goes back only when a person says that the clock was wrong. */
async function keptMark(db: Kysely<Schema>): Promise<number> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'markAt').executeTakeFirst();
  return Number(row?.value ?? 0);
}

/** The place of the first entry of each of these streams, which is in this batch or in the log. Throws for one that has none. */
async function placesOf(
  db: Kysely<Schema>,
  entries: PlacedBatch['entries'],
  streams: ReadonlySet<string>,
): Promise<(stream: string) => number> {
  const seqs = new Map<string, number>();
  for (const { stream, seq, version } of entries) if (version === 1) seqs.set(stream, seq);
  const known = [...streams].filter((stream) => !seqs.has(stream));
  const found = await readInChunks(known, (part) =>
    db
      .selectFrom('entry')
      .select(['stream', 'seq'])
      .where('stream', 'in', part)
      .where('version', '=', 1)
      .execute(),
  );
  for (const { stream, seq } of found) seqs.set(stream, seq);
  return (stream) => {
    const seq = seqs.get(stream);
    if (seq === undefined) throw new Error(`the stream ${stream} has no first entry`);
    return seq;
  };
}

async function writeRequests(
  db: Kysely<Schema>,
  batch: PlacedBatch,
  seqOf: (stream: string) => number,
): Promise<void> {
  for (const part of chunks(batch.requests)) {
    const rows = part.map((state) => ({
      seq: seqOf(requestStream(state.facts.requestId)),
      ...requestColumns(state),
    }));
    await db
      .insertInto('request')
      .values(rows)
      .onConflict((each) =>
        each.column('seq').doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          isOpen: eb.ref('excluded.isOpen'),
          state: eb.ref('excluded.state'),
        })),
      )
      .execute();
  }
  for (const part of chunks(batch.audience)) {
    const rows = part.map(({ memberId, requestId, isRequester }) => ({
      ...{ memberId, seq: seqOf(requestStream(requestId)), isRequester: isRequester ? 1 : 0 },
    }));
    await db.insertInto('requestAudience').values(rows).execute();
  }
}

async function writeGrants(
  db: Kysely<Schema>,
  { grants, sealed, unsealed }: Pick<Batch, 'grants' | 'sealed' | 'unsealed'>,
): Promise<void> {
  for (const part of chunks(grants)) {
    const rows = part.map((each) => ({
      ...each,
      overdue: each.overdue ? 1 : 0,
      providerState: JSON.stringify(each.providerState),
    }));
    await db
      .insertInto('grant')
      .values(rows)
      .onConflict((each) =>
        each.column('grantId').doUpdateSet((eb) => ({
          requestId: eb.ref('excluded.requestId'),
          pool: eb.ref('excluded.pool'),
          requester: eb.ref('excluded.requester'),
          kind: eb.ref('excluded.kind'),
          overdue: eb.ref('excluded.overdue'),
          expiresAt: eb.ref('excluded.expiresAt'),
          leaseRunner: eb.ref('excluded.leaseRunner'),
          leaseUntil: eb.ref('excluded.leaseUntil'),
          fence: eb.ref('excluded.fence'),
          grantedBy: eb.ref('excluded.grantedBy'),
          owedTo: eb.ref('excluded.owedTo'),
          attempts: eb.ref('excluded.attempts'),
          providerState: eb.ref('excluded.providerState'),
        })),
      )
      .execute();
  }
  for (const row of sealed)
    await db
      .insertInto('sealedCredential')
      .values(row)
      .onConflict((each) => each.columns(['grantId', 'deviceId']).doUpdateSet({ box: row.box }))
      .execute();
  for (const part of chunks(unsealed))
    await db.deleteFrom('sealedCredential').where('grantId', 'in', part).execute();
}

async function writeCommands(db: Kysely<Schema>, { commands }: Pick<Batch, 'commands'>): Promise<void> {
  for (const part of chunks(commands)) await db.insertInto('command').values(part).execute();
}
