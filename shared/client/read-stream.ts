import type { LogItem } from '../contract/api.ts';
import { streamOutput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Client } from './create-client.ts';
import { refusalOf } from './refusal-of.ts';

/** All entries of a request, in order; none where the service does not give them. Throws when it is away. */
export async function readStream(
  { stream }: Pick<Client['api']['log'], 'stream'>,
  requestId: string,
): Promise<readonly LogItem[]> {
  const found: LogItem[] = [];
  for (let after: number | null = null; ;) {
    try {
      const { items } = streamOutput.parse(await stream.query({ requestId, after }));
      const last = items.at(-1);
      if (!last || last.seq <= (after ?? -1)) return found;
      found.push(...items);
      if (items.length < LIMITS.pageSize) return found;
      after = last.seq;
    } catch (fault) {
      if (refusalOf(fault)) return [];
      throw fault;
    }
  }
}
