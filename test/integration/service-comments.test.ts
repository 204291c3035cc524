import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DEV, LEAD, OTHER, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
let state: RequestState;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  state = await fixture.submit(DEV);
});
afterEach(() => fixture.close());

let sent = 0;
const said = (comment: string) => ({
  ...{ requestId: state.facts.requestId, comment },
  ...{ commentId: `comment${(sent += 1)}`.padEnd(12, '0'), idempotencyKey: `comment-key-${sent}` },
});
const comment = async (person: string, input = said('Which table?')) =>
  fixture.api.requests.comment(await fixture.caller(person), input);
const textsOf = ({ comments = [] }: RequestState) => comments.map(({ by, text }) => `${by}: ${text}`);

it('who asked, who may answer and owners comment; the request waits as before', async () => {
  await comment(LEAD, said('Which table?'));
  await comment(DEV, said('refunds'));
  const after = await comment(OWNER, said('Not before noon'));
  expect(textsOf(after)).toEqual([`${LEAD}: Which table?`, `${DEV}: refunds`, `${OWNER}: Not before noon`]);
  expect(after).toMatchObject({ facts: state.facts, phase: state.phase, reviews: [] });
  expect((await fixture.review(LEAD, after)).phase.kind).toBe('approved');
});

it('who may not see the request can not comment, is not told that it is there, and gets only hashes', async () => {
  expect(await refusalOf(comment(OTHER))).toBe('notFound');
  await comment(LEAD, said('Which table?'));
  const read = async (person: string) => {
    const items = await fixture.api.log.entries(await fixture.caller(person), { from: 0, limit: 100 });
    return items.items;
  };
  const readable = (await read(DEV)).find(({ text }) => text?.includes('Which table?'));
  expect(readable).toBeDefined();
  const hidden = (await read(OTHER)).find(({ seq }) => seq === readable?.seq);
  expect(hidden).toMatchObject({ text: null, leafHash: readable?.leafHash });
});

it('what is sent twice is said once, by its key and by its number', async () => {
  const input = said('Which table?');
  const first = await comment(LEAD, input);
  expect(await comment(LEAD, input)).toEqual(first);
  expect(await comment(LEAD, { ...input, idempotencyKey: 'another-key' })).toMatchObject({
    version: first.version,
  });
  expect(textsOf(await comment(DEV, said('refunds')))).toEqual([`${LEAD}: Which table?`, `${DEV}: refunds`]);
  expect(await comment(LEAD, input)).toEqual(first);
});

it('what says nothing is refused in words', async () => {
  expect(await refusalOf(comment(LEAD, said(' \n ')))).toBe('badInput');
});

it('what was said is there after a restart', async () => {
  await comment(LEAD, said('Which table?'));
  await fixture.restart();
  const { requestId } = state.facts;
  expect(textsOf(await fixture.api.requests.get(await fixture.caller(DEV), { requestId }))).toEqual([
    `${LEAD}: Which table?`,
  ]);
});
