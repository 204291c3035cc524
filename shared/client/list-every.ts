import type { z } from 'zod';
import { requestListOutput, type listInput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import type { RequestState } from '../domain/request.ts';
import type { Client } from './create-client.ts';

/** No service has so much to list at once, in UTF-16 units: a list that is longer has no end, and is not kept. */
const LONGEST_LIST = 100_000_000;

type ListQuery = Pick<z.input<typeof listInput>, 'scope' | 'open'>;

/**
 * A whole list, however long it is, page by page. What changes meanwhile may be in it twice, as it was and as it is. Throws
 * when the service goes round in a circle.
 */
export async function* listPages(
  api: Client['api'],
  query: ListQuery,
  signal?: AbortSignal,
): AsyncGenerator<readonly RequestState[]> {
  let after: string | undefined;
  /** A page's end that was seen, and is moved on after 1, 2, 4, 8 … pages: every circle comes back to one of these. */
  let mark: string | undefined;
  for (let count = 1; ; count += 1) {
    const page = requestListOutput.parse(
      await api.requests.list.query({ ...query, limit: LIMITS.pageSize, after }, signal ? { signal } : {}),
    );
    yield page;
    const last = page.at(-1)?.facts.requestId;
    if (page.length < LIMITS.pageSize || last === undefined) return;
    if (last === mark) throw new Error(NO_END);
    if (Number.isInteger(Math.log2(count))) mark = last;
    after = last;
  }
}

/** All of a list at once. Throws when it is longer than any list is: what does not end is never cut in silence. */
export async function listEvery(
  api: Client['api'],
  query: ListQuery,
  signal?: AbortSignal,
): Promise<readonly RequestState[]> {
  const pages = [];
  let length = 0;
  for await (const page of listPages(api, query, signal)) {
    length += JSON.stringify(page).length;
    if (length > LONGEST_LIST) throw new Error(NO_END);
    pages.push(page);
  }
  return pages.flat();
}

const NO_END =
  'The service gives a list of requests that does not end, so nothing of it is shown. Tell whoever runs it.';
