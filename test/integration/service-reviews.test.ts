import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { HOUR_MS } from '../../shared/lib/time.ts';
import { DEV, LEAD, LEAD2, OTHER, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';
import { said } from '../fakes/said.ts';

let fixture: ServiceFixture;
let state: RequestState;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  state = await fixture.submit(DEV);
});
afterEach(() => fixture.close());

type Input = Awaited<ReturnType<ServiceFixture['reviewInput']>>;
const give = async (person: string, input: Input) =>
  fixture.api.reviews.give(await fixture.caller(person), input);

/** A review whose words are others than those that were signed. */
async function withBody(
  signing: Promise<Input>,
  changes: Partial<Input['signed']['statement']['body']>,
): Promise<Input> {
  const { statement, signature } = (await signing).signed;
  return { signed: { statement: { ...statement, body: { ...statement.body, ...changes } }, signature } };
}

describe('a review is refused', () => {
  const cases: { name: string; code: string; call: () => Promise<unknown> }[] = [
    {
      name: 'when its signature is over another decision',
      code: 'badSignature',
      call: async () =>
        give(LEAD, await withBody(fixture.reviewInput(LEAD, state, 'deny'), { decision: 'approve' })),
    },
    {
      name: 'when its signature is over another comment',
      code: 'badSignature',
      call: async () =>
        give(LEAD, await withBody(fixture.reviewInput(LEAD, state), { comment: said('not fine') })),
    },
    {
      name: 'when another person’s device signed it',
      code: 'badSignature',
      call: async () => give(LEAD2, await fixture.reviewInput(LEAD, state)),
    },
    {
      name: 'when its signature is nothing but zeros',
      code: 'badSignature',
      call: async () => {
        const { signed } = await fixture.reviewInput(LEAD, state);
        return give(LEAD, { signed: { ...signed, signature: 'A'.repeat(86) } });
      },
    },
    {
      name: 'when it is the requester’s own',
      code: 'ownRequest',
      call: () => fixture.review(DEV, state),
    },
    {
      name: 'when an owner gives it who is not a reviewer',
      code: 'notReviewer',
      call: () => fixture.review(OWNER, state),
    },
    {
      name: 'as if the request did not exist when the caller may not see it',
      code: 'notFound',
      call: () => fixture.review(OTHER, state),
    },
    {
      name: 'when it is of another request than the one that is there',
      code: 'requestChanged',
      call: () => fixture.review(LEAD, { ...state, facts: { ...state.facts, requestHash: '0'.repeat(64) } }),
    },
    {
      name: 'after another decided',
      code: 'alreadyDecided',
      call: async () => {
        await fixture.review(LEAD, state);
        return fixture.review(LEAD2, state);
      },
    },
    {
      name: 'after the request was withdrawn',
      code: 'alreadyDecided',
      call: async () => {
        const { requestId } = state.facts;
        const dev = await fixture.caller(DEV);
        await fixture.api.requests.withdraw(dev, { requestId });
        return fixture.review(LEAD, state);
      },
    },
    {
      name: 'after the request lapsed, even before the sleeper noticed',
      code: 'alreadyDecided',
      call: async () => {
        await fixture.clock.advance(state.facts.lapsesAt - fixture.clock.now() + HOUR_MS);
        return fixture.review(LEAD, state);
      },
    },
  ];
  it.each(cases)('$name', async ({ code, call }) => {
    expect(await refusalOf(call())).toBe(code);
  });
});

it('a review that is sent again is answered as the first time, also when more happened since', async () => {
  const input = await fixture.reviewInput(LEAD, state);
  const first = await give(LEAD, input);
  await fixture.lease();
  const again = await give(LEAD, input);
  expect(again).toEqual(first);
  expect((await fixture.get(DEV, state.facts.requestId)).version).toBe(first.version + 1);
});

it('two reviewers who answer at the same moment decide once', async () => {
  const answers = await Promise.allSettled([
    fixture.review(LEAD, state),
    fixture.review(LEAD2, state, 'deny'),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
