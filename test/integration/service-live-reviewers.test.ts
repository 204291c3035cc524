import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../shared/domain/entry.ts';
import { pendingReviewers } from '../../shared/domain/request/pending-reviewers.ts';
import { requestStatus } from '../../shared/domain/request/request-status.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { reviewedContent } from '../../shared/domain/request/reviewed-content.ts';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { DEV, FILES, LEAD, LEAD2, OTHER, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';
import { sha256 } from '../../shared/system/node-crypto.ts';

const OTHER_LEADS = FILES.people.replace(
  'name: Other Example, groups: [developers]',
  'name: Other Example, groups: [developers, leads]',
);
const WITHOUT_LEAD = FILES.people.replace('name: Lead Example, groups: [leads]', 'name: Lead Example');

let fixture: ServiceFixture;
let asked: RequestState;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
  for (const person of [DEV, OTHER, LEAD, LEAD2]) await fixture.device(person);
  asked = await fixture.submit(DEV);
});
afterEach(() => fixture.close());

const publish = async (changes: Partial<Record<keyof typeof FILES, string>>) =>
  expect(
    await fixture.api.org.publish(await fixture.caller(OWNER), {
      files: { ...FILES, ...changes },
      providerDigests: {},
      dryRun: false,
    }),
  ).toMatchObject({ published: true });
const now = () => fixture.get(DEV, asked.facts.requestId);
const inboxOf = async (person: string) =>
  (
    await fixture.api.requests.list(await fixture.caller(person), { scope: 'inbox', open: true, limit: 10 })
  ).map(({ facts }) => facts.requestId);
const followed = async (person: string, lastEventId: string | null = null) =>
  fixture.api.changes(await fixture.caller(person), { lastEventId });
/** The kinds of entries that come, up to the first that names reviewers. */
async function kindsUntilNamed(changes: Awaited<ReturnType<typeof followed>>): Promise<string[]> {
  const kinds: string[] = [];
  while (kinds.at(-1) !== 'reviewersNamed') {
    const { value } = await changes.next();
    kinds.push(/"type\\?":\\?"(\w+)/.exec(JSON.stringify(value))?.[1] ?? 'organisation');
  }
  await changes.return?.();
  return kinds;
}

describe('who joins the reviewing group by a publish', () => {
  it('answers what waited, with the hash that was asked under the version before', async () => {
    expect(await inboxOf(OTHER)).toEqual([]);
    expect(await refusalOf(fixture.review(OTHER, asked))).toBe('notFound');
    await publish({ people: OTHER_LEADS });
    const state = await now();
    expect(pendingReviewers(state)).toEqual([LEAD2, LEAD, OTHER]);
    expect(state.facts).toEqual(asked.facts);
    expect(await inboxOf(OTHER)).toEqual([asked.facts.requestId]);
    expect(requestStatus(await fixture.review(OTHER, asked))).toBe('scheduled');
    expect(await fixture.lease()).toHaveLength(1);
  });

  it('is told at once, or when they are there again, and may read all of it', async () => {
    const live = await followed(OTHER);
    const size = (await fixture.api.log.entries(await fixture.caller(OTHER), { from: 0, limit: 1 })).size;
    await publish({ people: OTHER_LEADS });
    expect(await kindsUntilNamed(live)).toContain('reviewersNamed');
    expect(await kindsUntilNamed(await followed(OTHER, String(size - 1)))).toContain('reviewersNamed');
    const { items } = await fixture.api.log.stream(await fixture.caller(OTHER), {
      requestId: asked.facts.requestId,
      after: null,
    });
    expect(items.map(({ text }) => (JSON.parse(text ?? '') as LogRecord).entry.type)).toEqual([
      'requestSubmitted',
      'reviewersNamed',
    ]);
    const { items: log } = await fixture.api.log.entries(await fixture.caller(OTHER), {
      from: 0,
      limit: 500,
    });
    for (const item of items) expect(log[item.seq]).toEqual(item);
  });

  it('and asked for it themselves, answers nothing', async () => {
    const own = await fixture.submit(OTHER);
    await publish({ people: OTHER_LEADS });
    expect(pendingReviewers(await fixture.get(OTHER, own.facts.requestId))).toEqual([LEAD2, LEAD]);
    expect(await refusalOf(fixture.review(OTHER, own))).toBe('ownRequest');
  });

  it('is named once, whoever looks again', async () => {
    await publish({ people: OTHER_LEADS });
    const { version } = await now();
    await fixture.restart();
    await publish({ people: `${OTHER_LEADS}\n# the same people\n` });
    expect((await now()).version).toBe(version);
  });
});

describe('who leaves the reviewing group by a publish', () => {
  it('answers no more and goes on seeing it; it leaves their inbox', async () => {
    await publish({ people: WITHOUT_LEAD });
    expect(pendingReviewers(await now())).toEqual([LEAD2]);
    expect(await inboxOf(LEAD)).toEqual([]);
    expect(await refusalOf(fixture.review(LEAD, asked))).toBe('notReviewer');
    expect((await fixture.get(LEAD, asked.facts.requestId)).former).toEqual([LEAD]);
    expect(requestStatus(await fixture.review(LEAD2, asked))).toBe('scheduled');
  });

  it('and comes back, answers again', async () => {
    await publish({ people: WITHOUT_LEAD });
    await publish({ people: `${FILES.people}\n# as before\n` });
    expect(await now()).toMatchObject({ reviewers: [[LEAD2, LEAD]], former: [] });
    expect(requestStatus(await fixture.review(LEAD, asked))).toBe('scheduled');
  });
});

it('whoever joined is enough for the rules of then alone: those of now must be satisfied, too', async () => {
  const again = await fixture.submit(DEV);
  await publish({
    people: OTHER_LEADS,
    policy: FILES.policy.replace('reviewers: [group:leads]', `reviewers: ["person:${LEAD}"]`),
  });
  expect(await refusalOf(fixture.review(OTHER, asked))).toBe('policyChanged');
  expect(requestStatus(await fixture.review(LEAD, again))).toBe('scheduled');
});

it('what is hashed names nobody who may answer', () => {
  const hashed = canonicalText(reviewedContent(sha256, asked.facts) as never);
  expect(hashed).not.toContain(LEAD);
  expect(hashed).toContain('"meant":[[{"kind":"group","name":"leads"}]]');
  expect(hashed).toContain('"rules":["production"]');
});

it('an owner who confirms a new person has them named for what waits', async () => {
  const people = (more: string) =>
    OTHER_LEADS.replace('owners: [owner@example.com]', `owners: [owner@example.com, ${LEAD}]`)
      .replace('name: Owner Example }', 'name: Owner Example, groups: [developers] }')
      .replace('services:', `${more}services:`);
  await publish({ people: people('') });
  const own = await fixture.submit(OWNER);
  await publish({ people: people('  - { id: new@example.com, name: New, groups: [leads] }\n') });
  const named = async () => pendingReviewers(await fixture.get(OWNER, own.facts.requestId));
  expect(await named()).not.toContain('new@example.com');
  await fixture.api.org.confirm(await fixture.caller(LEAD), { person: 'new@example.com' });
  expect(await named()).toContain('new@example.com');
});
