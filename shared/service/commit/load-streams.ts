import { streamNamed } from '../../domain/streams.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import { sha256 } from '../../system/node-crypto.ts';
import type { EntryRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** A stream outside of requests: how many entries it has, and what they come to (undefined: nothing). */
export interface StreamAt {
  readonly version: number;
  readonly state: unknown;
}

/** The streams of these names, each as the fold of its entries. */
export async function loadStreams(
  store: Pick<ServiceStore, 'stream'>,
  names: ReadonlySet<string>,
): Promise<Map<string, StreamAt>> {
  const read = async (name: string) => [name, foldStream(name, await store.stream(name))] as const;
  return new Map(await Promise.all(Array.from(names, read)));
}

/** What is in the stream that only a newer Latchkey knows, or that was there before streams were as they are, only counts. */
function foldStream(name: string, rows: readonly Pick<EntryRow, 'text' | 'said' | 'version'>[]): StreamAt {
  const stream = streamNamed(name);
  if (!stream) throw new Error(`${name} is no stream that is known here`);
  let state: unknown;
  for (const row of rows) {
    const { record } = logLine(sha256, row);
    if (record && stream.isOwn(record.entry)) state = stream.evolve(state, record.entry as never, record.at);
  }
  return { version: rows.at(-1)?.version ?? 0, state };
}
