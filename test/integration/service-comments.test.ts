import { wordsIn } from '../../shared/words/words.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SignedCall } from '../../shared/contract/statement-schemas.ts';
import { said } from '../fakes/said.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DEV, FILES, LEAD, OTHER, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
let state: RequestState;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  state = await fixture.submit(DEV);
});
afterEach(() => fixture.close());

let sent = 0;
const saying = (comment: string) => ({
  ...{ requestId: state.facts.requestId, comment: said(comment) },
  ...{ commentId: `comment${(sent += 1)}`.padEnd(12, '0') },
});
type Comment = ReturnType<typeof saying> | SignedCall<'commentOnRequest'>;
const comment = async (person: string, input: Comment = saying('Which table?')) =>
  fixture.api.requests.comment(await fixture.caller(person), input);
const textsOf = ({ comments = [] }: RequestState) =>
  comments.map(({ by, text }) => `${by}: ${wordsOf(text, 'comment', wordsIn('en'))}`);

it('who asked, who may answer and owners comment; the request waits as before', async () => {
  await comment(LEAD, saying('Which table?'));
  await comment(DEV, saying('refunds'));
  const after = await comment(OWNER, saying('Not before noon'));
  expect(textsOf(after)).toEqual([`${LEAD}: Which table?`, `${DEV}: refunds`, `${OWNER}: Not before noon`]);
  expect(after).toMatchObject({ facts: state.facts, phase: state.phase, reviews: [] });
  expect((await fixture.review(LEAD, after)).phase.kind).toBe('approved');
});

it('who may not see the request can not comment, is not told that it is there, and gets only hashes', async () => {
  expect(await refusalOf(comment(OTHER))).toBe('notFound');
  await comment(LEAD, saying('Which table?'));
  const read = async (person: string) => {
    const items = await fixture.api.log.entries(await fixture.caller(person), { from: 0, limit: 100 });
    return items.items;
  };
  const readable = (await read(DEV)).find((item) => item.said?.some(({ text }) => text === 'Which table?'));
  expect(readable).toBeDefined();
  const hidden = (await read(OTHER)).find(({ seq }) => seq === readable?.seq);
  expect(hidden).toMatchObject({ text: null, leafHash: readable?.leafHash });
  expect(JSON.stringify(hidden)).not.toContain('Which table?');
});

it('what is sent twice is said once, by its statement and by its number', async () => {
  const said = saying('Which table?');
  const input = await fixture.signed(await fixture.caller(LEAD), 'commentOnRequest', said);
  const first = await comment(LEAD, input);
  expect(await comment(LEAD, input)).toEqual(first);
  await fixture.clock.advance(1);
  expect(await comment(LEAD, said)).toMatchObject({ version: first.version });
  expect(textsOf(await comment(DEV, saying('refunds')))).toEqual([
    `${LEAD}: Which table?`,
    `${DEV}: refunds`,
  ]);
  expect(await comment(LEAD, input)).toEqual(first);
});

it('what says nothing is refused in words', async () => {
  expect(await refusalOf(comment(LEAD, saying(' \n ')))).toBe('badInput');
});

it('what was said is there after a restart', async () => {
  await comment(LEAD, saying('Which table?'));
  await fixture.restart();
  const { requestId } = state.facts;
  expect(textsOf(await fixture.api.requests.get(await fixture.caller(DEV), { requestId }))).toEqual([
    `${LEAD}: Which table?`,
  ]);
});

it('what somebody said who was taken out of the organisation stays, and is theirs', async () => {
  await comment(LEAD, saying('Which table?'));
  const people = FILES.people.replace(new RegExp(`^.*id: ${LEAD}.*\n`, 'm'), '');
  const published = await fixture.api.org.publish(await fixture.caller(OWNER), {
    files: { ...FILES, people },
    providerDigests: {},
    dryRun: false,
  });
  expect(published).toMatchObject({ published: true });
  const { requestId } = state.facts;
  for (const person of [DEV, OWNER])
    expect(textsOf(await fixture.api.requests.get(await fixture.caller(person), { requestId }))).toEqual([
      `${LEAD}: Which table?`,
    ]);
});
