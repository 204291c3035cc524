import type { Kysely } from 'kysely';
import { requestStream } from '../../domain/request/request-entry.ts';
import { commitmentOf, eraseSaid, type SaidText } from '../../lib/said.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { nextTurn } from '../system/next-turn.ts';
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

/** So many entries are looked at before others have their turn. */
const PAGE = 1_000;

/**
 * These entries, of which something is said in, and all others that have the same text with the same salt: it was said once.
 * Looks at every entry in which something is said, once, and lets others read meanwhile. `from`: at none before this one.
 */
export async function withSameTexts(
  db: Kysely<Schema>,
  seqs: readonly number[],
  { from = 0, pageSize = PAGE }: { readonly from?: number | undefined; readonly pageSize?: number } = {},
): Promise<number[]> {
  const rows = await readInChunks(seqs, (part) =>
    db.selectFrom('entry').select('said').where('seq', 'in', part).where('said', 'is not', null).execute(),
  );
  const texts = rows.flatMap(({ said }) => saidOf(said));
  const salts = new Set(texts.map(({ salt }) => salt));
  if (salts.size === 0) return [];
  const bound = new Set(texts.map((each) => commitmentOf(sha256, each)));
  // Who writes makes the salt: the same one beside another text says nothing.
  const isSame = (each: SaidText): boolean => bound.has(commitmentOf(sha256, each));
  const same: number[] = [];
  for (let after = from - 1; ;) {
    const page = await saidAfter(db, after, pageSize);
    for (const { seq, said } of page)
      if (hasSaltOf(salts, said) && saidOf(said).some(isSame)) same.push(Number(seq));
    const last = page.at(-1);
    if (!last || page.length < pageSize) return same;
    after = last.seq;
    await nextTurn();
  }
}

const saidAfter = (db: Kysely<Schema>, seq: number, count: number) =>
  db
    .selectFrom('entry')
    .select(['seq', 'said'])
    .where('seq', '>', seq)
    .where('said', 'is not', null)
    .orderBy('seq')
    .limit(count)
    .execute();

/** Tells apart, without reading it, what most entries say: something else. */
const hasSaltOf = (salts: ReadonlySet<string>, said: string | null): boolean =>
  [...(said ?? '').matchAll(/"salt":"([^"]*)"/g)].some(([, salt = '']) => salts.has(salt));
