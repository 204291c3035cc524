import type { z } from 'zod';
import type { listInput } from '../contract/api-schemas.ts';
import { LIMITS } from '../contract/limits.ts';
import { readRequestPage, type Requests } from '../formats/wire/read-requests.ts';
import { told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';
import type { Client } from './create-client.ts';

/** No service has so much to list at once, in UTF-16 units: a list that is longer has no end, and is not kept. */
const LONGEST_LIST = 100_000_000;

type ListQuery = Pick<z.input<typeof listInput>, 'scope' | 'open'>;

/**
 * A whole list, however long it is, page by page. What changes meanwhile may be in it twice, as it was and as it is. What a
 * newer Latchkey made hurts nothing else: it is told apart. Throws when the service goes round in a circle.
 */
export async function* listPages(
  api: Client['api'],
  query: ListQuery,
  signal?: AbortSignal,
): AsyncGenerator<Requests> {
  let after: string | undefined;
  /** A page's end that was seen, and is moved on after 1, 2, 4, 8 … pages: every circle comes back to one of these. */
  let mark: string | undefined;
  for (let count = 1; ; count += 1) {
    const page = readRequestPage(
      await api.requests.list.query({ ...query, limit: LIMITS.pageSize, after }, signal ? { signal } : {}),
    );
    yield page;
    const { last } = page;
    // Of a full page of which not one id is known here no end is known either: what is in it is told.
    if (last === null) return;
    if (last === mark) throw new ToldError(told('listWithoutEnd'));
    if (Number.isInteger(Math.log2(count))) mark = last;
    after = last;
  }
}

/** All of a list at once. Throws when it is longer than any list is: what does not end is never cut in silence. */
export async function listEvery(
  api: Client['api'],
  query: ListQuery,
  signal?: AbortSignal,
): Promise<Requests> {
  const pages: Requests[] = [];
  let length = 0;
  for await (const page of listPages(api, query, signal)) {
    length += JSON.stringify(page).length;
    if (length > LONGEST_LIST) throw new ToldError(told('listWithoutEnd'));
    pages.push(page);
  }
  return { known: pages.flatMap(({ known }) => known), unknown: pages.flatMap(({ unknown }) => unknown) };
}
