import type { LogItem } from '../contract/api-types.ts';
import { streamOutput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Client } from './create-client.ts';
import { refusalOf } from './refusal-of.ts';

/** Of a service that sends without end no more is taken than this, in characters: far more than any request has. */
const MOST_READ = 16_000_000;
/** What an item without a text counts as. */
const ITEM_COSTS = 200;

/** All entries of a request, in order; none where the service does not give them. Throws when it is away. */
export async function readStream(
  { stream }: Pick<Client['api']['log'], 'stream'>,
  requestId: string,
): Promise<readonly LogItem[]> {
  const found: LogItem[] = [];
  let read = 0;
  for (let after: number | null = null; ;) {
    try {
      const { items } = streamOutput.parse(await stream.query({ requestId, after }));
      const last = items.at(-1);
      if (!last || last.seq <= (after ?? -1)) return found;
      found.push(...items);
      for (const { text, said } of items)
        read += ITEM_COSTS + (text?.length ?? 0) + said.reduce((sum, each) => sum + each.text.length, 0);
      if (items.length < LIMITS.pageSize || read > MOST_READ) return found;
      after = last.seq;
    } catch (fault) {
      if (refusalOf(fault)) return [];
      throw fault;
    }
  }
}
