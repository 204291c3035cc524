import { sql, type Kysely } from 'kysely';
import { requestStream } from '../../domain/request/request-entry.ts';
import { commitmentOf, eraseSaid, type SaidText } from '../../lib/said.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { chunks, readInChunks } from './chunks.ts';
import { saidOf } from './entry-columns.ts';
import type { Schema } from './schema.ts';

/** Takes what was said in these entries away: beside their leaves, and in the kept states of their requests. */
export async function writeErased(db: Kysely<Schema>, seqs: readonly number[]): Promise<void> {
  const rows = await readInChunks(seqs, (part) =>
    db.selectFrom('entry').select(['stream', 'said']).where('seq', 'in', part).execute(),
  );
  const erased = new Set(rows.flatMap(({ said }) => saidOf(said).map((each) => commitmentOf(sha256, each))));
  for (const part of chunks(seqs))
    await db.updateTable('entry').set({ said: null }).where('seq', 'in', part).execute();
  const requests = [...new Set(rows.map(({ stream }) => stream))].filter(isOfRequest);
  for (const stream of requests) await eraseInState(db, stream, erased);
}

const isOfRequest = (stream: string): boolean => stream.startsWith(requestStream(''));

async function eraseInState(db: Kysely<Schema>, stream: string, erased: ReadonlySet<string>): Promise<void> {
  const row = await db
    .selectFrom('entry')
    .innerJoin('request', 'request.seq', 'entry.seq')
    .select(['request.seq', 'state'])
    .where('stream', '=', stream)
    .where('version', '=', 1)
    .executeTakeFirst();
  if (!row) return;
  const state = JSON.stringify(eraseSaid(sha256, JSON.parse(row.state), erased));
  await db.updateTable('request').set({ state }).where('seq', '=', row.seq).execute();
}

/**
 * These entries, of which something is said in, and all others that have the same text with the same salt: it was said once.
 * Looks at every entry, for each few hundred texts, which takes its time in a long log.
 */
export async function withSameTexts(db: Kysely<Schema>, seqs: readonly number[]): Promise<number[]> {
  const rows = await readInChunks(seqs, (part) =>
    db.selectFrom('entry').select('said').where('seq', 'in', part).where('said', 'is not', null).execute(),
  );
  const texts = rows.flatMap(({ said }) => saidOf(said));
  const salts = new Set(texts.map(({ salt }) => salt));
  if (salts.size === 0) return [];
  const bound = new Set(texts.map((each) => commitmentOf(sha256, each)));
  // libSQL reads at most a thousand conditions in one.
  const found = await readInChunks([...salts], (part) =>
    db
      .selectFrom('entry')
      .select(['seq', 'said'])
      .where('said', 'is not', null)
      .where((eb) => eb.or(part.map((salt) => sql<boolean>`"said" LIKE ${`%"salt":"${salt}"%`}`)))
      .execute(),
  );
  // Who writes makes the salt: the same one beside another text says nothing.
  const isSame = (each: SaidText): boolean => bound.has(commitmentOf(sha256, each));
  const same = new Set(found.filter(({ said }) => saidOf(said).some(isSame)).map(({ seq }) => Number(seq)));
  return [...same].sort((a, b) => a - b);
}
