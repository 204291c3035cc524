import type { z } from 'zod';
import { requestListOutput, type listInput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RequestState } from '../domain/request.ts';
import type { Client } from './create-client.ts';

/** A whole list, however long it is, page by page. What changes meanwhile may be in it twice, as it was and as it is. */
export async function* listPages(
  api: Client['api'],
  query: Pick<z.input<typeof listInput>, 'scope' | 'open'>,
): AsyncGenerator<readonly RequestState[]> {
  let after: string | undefined;
  for (;;) {
    const page = requestListOutput.parse(
      await api.requests.list.query({ ...query, limit: LIMITS.pageSize, after }),
    );
    yield page;
    const last = page.at(-1)?.facts.requestId;
    // A service that gives the same page again and again ends here, too.
    if (page.length < LIMITS.pageSize || last === undefined || last === after) return;
    after = last;
  }
}

/** All of a list at once. */
export async function listEvery(
  api: Client['api'],
  query: Pick<z.input<typeof listInput>, 'scope' | 'open'>,
): Promise<readonly RequestState[]> {
  const pages = [];
  for await (const page of listPages(api, query)) pages.push(page);
  return pages.flat();
}
