import { streamNamed } from '../../domain/streams.ts';
import { logLine } from '../../formats/wire/log-line.ts';
import type { EntryRow } from '../store/rows.ts';
import type { ServiceStore } from '../store/service-store.ts';

/** A stream outside of requests: how many entries it has, and what they come to (undefined: nothing). */
export interface StreamAt {
  readonly version: number;
  readonly state: unknown;
}

/** How many are kept in memory. Most are of one invite or device, and small. */
const MOST_KEPT = 1_000;

/** Streams outside of requests that were used lately, as they were committed. Each is the fold of its entries. Oldest use goes first. */
export class StreamStates {
  readonly #known = new Map<string, StreamAt>();

  async load(
    store: Pick<ServiceStore, 'stream'>,
    names: ReadonlySet<string>,
  ): Promise<Map<string, StreamAt>> {
    const found = await Promise.all(
      Array.from(names, async (name) => {
        const at = this.#known.get(name) ?? foldStream(name, await store.stream(name));
        return [name, at] as const;
      }),
    );
    return new Map(found);
  }

  put(name: string, at: StreamAt): void {
    this.#known.delete(name);
    this.#known.set(name, at);
    if (this.#known.size <= MOST_KEPT) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
  }

  clear(): void {
    this.#known.clear();
  }
}

/** What is in the stream that only a newer Latchkey knows, or that was there before streams were as they are, only counts. */
function foldStream(name: string, rows: readonly Pick<EntryRow, 'text' | 'version'>[]): StreamAt {
  const stream = streamNamed(name);
  if (!stream) throw new Error(`${name} is no stream that is known here`);
  let state: unknown;
  for (const { text } of rows) {
    const { record } = logLine(text);
    if (record && stream.isOwn(record.entry)) state = stream.evolve(state, record.entry as never, record.at);
  }
  return { version: rows.at(-1)?.version ?? 0, state };
}
