import { expect, it } from 'vitest';
import { findRequest } from '../../../shared/cli/find-request.ts';
import type { Client } from '../../../shared/client/create-client.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { sampleRequest } from '../../fakes/sample-requests.ts';

/** A service that lists these. */
const listing = (...requests: RequestState[]) =>
  ({ requests: { list: { query: () => Promise.resolve(requests) } } }) as unknown as Client['api'];

const request = (id: string) => sampleRequest({ id, submittedAt: Date.UTC(2026, 0, 5) });

it('an id of which several begin so is answered with each of them, in full', async () => {
  const api = listing(request('abcd1234first'), request('abcd1234second'));
  const what = 'Write to the payments database, asked by Dev Example';
  await expect(findRequest(api, 'abcd1234')).rejects.toMatchObject({
    status: 2,
    message: `2 ids begin with abcd1234. Write more of the one that you mean: abcd1234first (${what}), abcd1234second (${what}).`,
  });
  expect((await findRequest(api, 'abcd1234f')).state.facts.requestId).toBe('abcd1234first');
});

it('of very many only some are named', async () => {
  const many = Array.from({ length: 7 }, (_, index) => request(`abcd1234${'x'.repeat(index + 1)}y`));
  await expect(findRequest(listing(...many), 'abcd')).rejects.toMatchObject({
    message: expect.stringMatching(/^7 ids begin with abcd\. .* and more\.$/),
  });
});

it('one that is not there, or is of other people, is not to be seen', async () => {
  await expect(findRequest(listing(request('abcd1234first')), 'ffff')).rejects.toMatchObject({
    status: 3,
    message:
      'You can see no request and no grant whose id begins with ffff. Look for it with: latchkey requests',
  });
});
