import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Batch } from '../store/batch.ts';
import { readInChunks } from '../store/chunks.ts';
import { isAsRead, toEffect } from '../store/reads-of-effects.ts';
import { readsOfGrants } from '../store/reads-of-grants.ts';
import { readsOfRequests } from '../store/reads-of-requests.ts';
import type { Schema } from '../store/schema.ts';
import type { Expected } from './log-writer.ts';

/** What is not any more as the batch expects it: nothing, where it may be written. */
export async function whatMoved(
  db: Kysely<Schema>,
  { size, batch, expected }: { readonly size: number; readonly batch: Batch; readonly expected: Expected },
): Promise<string[]> {
  if (expected.size !== null && expected.size !== size) return ['the log'];
  // What was read was read after `known`: where nothing was added since, no stream has moved.
  const isLonger = size > expected.known;
  const moved = [
    ...(isLonger ? await movedStreams(db, expected.streams) : []),
    ...(await movedGrants(db, expected.grants)),
    ...(await knownCommands(db, batch)),
    ...(await movedEffects(db, batch)),
  ];
  const isNewer = isLonger && moved.length === 0 && (await isOrganisationNewer(db, expected.known));
  return isNewer ? ['the organisation'] : moved;
}

/** Whether anything was added outside of requests since the log had so many entries. */
async function isOrganisationNewer(db: Kysely<Schema>, known: number): Promise<boolean> {
  const row = await db
    .selectFrom('entry')
    .select('seq')
    .where('seq', '>=', known)
    .where('requestId', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function movedStreams(db: Kysely<Schema>, expected: Expected['streams']): Promise<string[]> {
  const rows = await readInChunks([...expected.keys()], (part) =>
    db
      .selectFrom('entry')
      .select(['stream', (eb) => eb.fn.max('version').as('version')])
      .where('stream', 'in', part)
      .groupBy('stream')
      .execute(),
  );
  const found = new Map(rows.map(({ stream, version }) => [stream, Number(version)]));
  return [...expected].flatMap(([stream, version]) => ((found.get(stream) ?? 0) === version ? [] : [stream]));
}

async function movedGrants(db: Kysely<Schema>, expected: Expected['grants']): Promise<string[]> {
  const found = await readsOfGrants(db).grants([...expected.keys()]);
  return [...expected].flatMap(([grantId, row]) =>
    isDeepStrictEqual(found.get(grantId) ?? null, row) ? [] : [`grant ${grantId}`],
  );
}

/** Effects that somebody else came to the end of meanwhile, or took, or carried further. */
async function movedEffects(db: Kysely<Schema>, { effects }: Batch): Promise<string[]> {
  const read = effects.flatMap((each) => {
    if (each.type === 'add') return [];
    return [{ key: each.type === 'done' ? each.key : each.effect.key, asRead: each.asRead ?? {} }];
  });
  const rows = await readInChunks(read, (part) =>
    db
      .selectFrom('effect')
      .selectAll()
      .where(
        'key',
        'in',
        part.map(({ key }) => key),
      )
      .execute(),
  );
  const found = new Map(rows.map((row) => [row.key, toEffect(row)]));
  return read
    .filter(({ key, asRead }) => !isAsRead(found.get(key), asRead))
    .map(({ key }) => `effect ${key}`);
}

async function knownCommands(db: Kysely<Schema>, { commands }: Batch): Promise<string[]> {
  const found = await readsOfRequests(db).commands(commands.map(({ id }) => id));
  return [...found.keys()].map((id) => `command ${id}`);
}
