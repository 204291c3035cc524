import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../fakes/until.ts';
import { DEV, FILES, OWNER, ServiceFixture } from './service-fixture.ts';

// More people than a list of them can have: 400 for each of two steps, and a group that is too large for one.

const OF_A_GROUP = 400;
const LAST = OF_A_GROUP - 1;
const people = (group: string, count: number): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `  - { id: ${group}${index}@example.com, name: ${group} ${index}, groups: [${group}, everybody] }\n`,
  ).join('');

const files = {
  ...FILES,
  people: FILES.people.replace(
    'services:\n',
    `${people('first', OF_A_GROUP)}${people('second', OF_A_GROUP)}services:\n`,
  ),
  policy: FILES.policy.replace(
    'approve: [{ step: lead, reviewers: [group:leads], need: 1 }]',
    'approve: [{ step: first, reviewers: [group:first], need: 1 }, { step: second, reviewers: [group:second], need: 1 }]',
  ),
};

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture({ organisation: { files, providerDigests: {} } }).start();
});
afterEach(() => fixture.close());

const inboxOf = async (person: string): Promise<unknown[]> => {
  const query = { scope: 'inbox', open: true, limit: 10 } as const;
  return fixture.api.requests.list(await fixture.caller(person), query);
};

describe('a request that 800 people may answer', () => {
  it('waits for the last of each step, who is told of it as it comes, and is granted', async () => {
    const [first, second] = [`first${LAST}@example.com`, `second${LAST}@example.com`];
    for (const person of [OWNER, DEV, first, second]) await fixture.device(person);
    const told: string[] = [];
    const changes = fixture.api.changes(await fixture.caller(second), { lastEventId: null });
    const following = (async () => {
      for await (const change of changes) told.push(JSON.stringify(change));
    })();
    const asked = await fixture.submit(DEV);
    const [waiting] = await inboxOf(first);
    expect(waiting).toMatchObject({ facts: { requestId: asked.facts.requestId } });
    expect(await inboxOf(second)).toEqual([]);

    const half = await fixture.review(first, asked);
    expect(await inboxOf(first)).toEqual([]);
    expect(await inboxOf(second)).toHaveLength(1);
    const done = await fixture.review(second, half);
    expect(done.phase.kind).toBe('approved');
    await until(() => told.some((change) => change.includes(asked.facts.requestId)));
    await changes.return?.();
    await following;
  });
});

describe('a step that more than 500 people could answer', () => {
  it('is a mistake in the files that says so', async () => {
    const policy = files.policy.replace('reviewers: [group:first]', 'reviewers: [group:everybody]');
    const { published, mistakes } = await fixture.api.org.publish(await fixture.caller(OWNER), {
      files: { ...files, policy },
      providerDigests: {},
      dryRun: false,
    });
    expect(published).toBe(false);
    expect(mistakes).toMatchObject([
      { message: expect.stringContaining('These are 800 reviewers, more than 500') },
    ]);
    // The rules of before stay.
    expect((await fixture.submit(DEV)).phase.kind).toBe('submitted');
  });
});
