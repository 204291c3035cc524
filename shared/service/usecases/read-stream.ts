import type { z } from 'zod';
import type { Caller } from '../../api/api.ts';
import type { LogItem } from '../../contract/api-types.ts';
import type { streamInput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { requestStream } from '../../domain/request/request-entry.ts';
import { getRequest } from './get-request.ts';
import type { Parts } from './parts.ts';

/** The entries of a request that the caller may see, a page at a time. Refused as a request that is not there is. */
export async function readStream(
  parts: Pick<Parts, 'store' | 'organisation'>,
  caller: Caller,
  { requestId, after }: z.output<typeof streamInput>,
): Promise<{ items: LogItem[] }> {
  await getRequest(parts, caller, { requestId });
  const page = await parts.store.streamPage(requestStream(requestId), {
    after: after ?? -1,
    limit: LIMITS.pageSize,
  });
  return {
    items: page.map(({ seq, leafHash, text, said }) => ({
      seq,
      leafHash: Buffer.from(leafHash).toString('hex'),
      text,
      said: [...said],
    })),
  };
}
