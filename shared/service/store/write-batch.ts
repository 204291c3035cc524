import type { Kysely } from 'kysely';
import { requestStream } from '../../domain/entry.ts';
import type { Batch, PlacedBatch } from './batch.ts';
import { chunks, readInChunks } from './chunks.ts';
import { requestColumns } from './request-columns.ts';
import type { Schema } from './schema.ts';
import { writePeople } from './write-people.ts';

/** Writes a batch, in a transaction of the caller's: it is all or nothing. The mark of the clock afterwards. */
export async function writeBatch(db: Kysely<Schema>, batch: PlacedBatch): Promise<number> {
  const markAt = await writeLog(db, batch);
  await writeRequests(db, batch);
  await writeGrants(db, batch);
  await writeCommands(db, batch);
  await writePeople(db, batch);
  return markAt;
}

async function writeLog(
  db: Kysely<Schema>,
  { entries, nodes, meta, ...batch }: PlacedBatch,
): Promise<number> {
  for (const part of chunks(entries)) await db.insertInto('entry').values(part).execute();
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

/** Requests are kept by the place of their first entry, which is in this batch or in the log. */
async function writeRequests(db: Kysely<Schema>, batch: PlacedBatch): Promise<void> {
  const seqs = new Map<string, number>();
  for (const { requestId, seq, version } of batch.entries)
    if (requestId !== null && version === 1) seqs.set(requestId, seq);
  const known = batch.requests.map(({ facts }) => facts.requestId).filter((id) => !seqs.has(id));
  const found = await readInChunks(known, (part) =>
    db
      .selectFrom('entry')
      .select(['requestId', 'seq'])
      .where('stream', 'in', part.map(requestStream))
      .where('version', '=', 1)
      .execute(),
  );
  for (const { requestId, seq } of found) seqs.set(requestId ?? '', seq);
  const seqOf = (requestId: string): number => {
    const seq = seqs.get(requestId);
    if (seq === undefined) throw new Error(`request ${requestId} has no first entry`);
    return seq;
  };
  for (const part of chunks(batch.requests)) {
    const rows = part.map((state) => ({ seq: seqOf(state.facts.requestId), ...requestColumns(state) }));
    await db
      .insertInto('request')
      .values(rows)
      .onConflict((each) =>
        each.column('seq').doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          isOpen: eb.ref('excluded.isOpen'),
          lapsesAt: eb.ref('excluded.lapsesAt'),
          state: eb.ref('excluded.state'),
        })),
      )
      .execute();
  }
  for (const part of chunks(batch.audience)) {
    const rows = part.map(({ memberId, requestId, isRequester }) => ({
      ...{ memberId, seq: seqOf(requestId), isRequester: isRequester ? 1 : 0 },
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
          nextAt: eb.ref('excluded.nextAt'),
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

async function writeCommands(
  db: Kysely<Schema>,
  { commands, forgetCommandsBefore }: Pick<Batch, 'commands' | 'forgetCommandsBefore'>,
): Promise<void> {
  for (const part of chunks(commands)) await db.insertInto('command').values(part).execute();
  if (forgetCommandsBefore !== null)
    await db.deleteFrom('command').where('at', '<', forgetCommandsBefore).execute();
}
