import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remindersIn } from '../../shared/domain/request/reminders.ts';
import { durationMs, MINUTE_MS } from '../../shared/lib/time.ts';
import { DEV, FILES, LEAD, LEAD2, goOnUntil, OTHER, ServiceFixture } from './service-fixture.ts';

const REMINDING = {
  ...FILES,
  policy: FILES.policy
    .replace('need: 1 }', 'need: 2, remindEvery: 5m }')
    .replace('maxDuration: 2h', 'maxDuration: 2h\n    lapseAfter: 1h'),
};

let fixture: ServiceFixture;
let running: Promise<void>;
beforeEach(async () => {
  fixture = await new ServiceFixture({ organisation: { files: REMINDING, providerDigests: {} } }).start();
  running = fixture.service.run();
});
afterEach(async () => {
  await fixture.close();
  await running;
});

const restart = async () => {
  await fixture.restart();
  await running;
  running = fixture.service.run();
};

const reminders = async (requestId: string) => remindersIn(await fixture.get(DEV, requestId));

const until = (is: () => Promise<boolean>) => goOnUntil(fixture, is);

async function advance(minutes: number, expected: { requestId: string; count: number }): Promise<void> {
  await fixture.clock.advance(minutes * MINUTE_MS);
  await until(async () => (await reminders(expected.requestId)) === expected.count);
}

/** What is in the history of a request, as this person may read it. */
async function told(person: string, requestId: string): Promise<string[]> {
  const { items } = await fixture.api.log.entries(await fixture.caller(person), { from: 0, limit: 1_000 });
  return items
    .flatMap(({ text }) =>
      text === null || text === undefined
        ? []
        : [JSON.parse(text) as { stream: string; entry: { type: string } }],
    )
    .filter(({ stream }) => stream === `request/${requestId}`)
    .map(({ entry }) => entry.type);
}

describe('a step that reminds', () => {
  it('tells those whose answer is missing again at each interval, until the request lapses', async () => {
    const { facts } = await fixture.submit(DEV);
    const { requestId } = facts;
    await fixture.clock.advance(5 * MINUTE_MS - 1_000);
    expect(await reminders(requestId)).toBe(0);
    await fixture.clock.advance(1_000);
    await until(async () => (await reminders(requestId)) === 1);
    await advance(5, { requestId, count: 2 });
    expect(await told(LEAD, requestId)).toEqual(['requestSubmitted', 'reviewReminded', 'reviewReminded']);
    expect(await told(OTHER, requestId)).toEqual([]);
    for (let count = 3; count <= 11; count += 1) await advance(5, { requestId, count });
    await fixture.clock.advance(5 * MINUTE_MS);
    await until(async () => (await fixture.get(DEV, requestId)).phase.kind === 'lapsed');
    expect((await told(LEAD, requestId)).filter((type) => type === 'reviewReminded')).toHaveLength(11);
  });

  it('is not repeated by a restart, and goes on where it was', async () => {
    const { facts } = await fixture.submit(DEV);
    const { requestId } = facts;
    await advance(5, { requestId, count: 1 });
    await restart();
    await fixture.clock.advance(4 * MINUTE_MS);
    expect(await reminders(requestId)).toBe(1);
    await advance(1, { requestId, count: 2 });
  });

  it('is told once after the service was away for many intervals', async () => {
    const { facts } = await fixture.submit(DEV);
    const { requestId } = facts;
    await fixture.service.stop('a night');
    await running;
    await fixture.clock.advance(42 * MINUTE_MS);
    await fixture.start();
    running = fixture.service.run();
    await until(async () => (await reminders(requestId)) === 1);
    await fixture.clock.advance(4 * MINUTE_MS);
    expect(await reminders(requestId)).toBe(1);
    await advance(1, { requestId, count: 2 });
  });

  it('reaches who listens, as an entry, and the one who has answered has it in the inbox no more', async () => {
    const state = await fixture.submit(DEV);
    const { requestId } = state.facts;
    await fixture.review(LEAD2, state);
    const changes = await fixture.api.changes(await fixture.caller(LEAD), { lastEventId: null });
    await advance(5, { requestId, count: 1 });
    for (let type = ''; type !== 'reviewReminded';) {
      const next = await changes.next();
      const [, change] = next.done ? [] : next.value;
      if (!change) throw new Error('the changes ended');
      if (change.kind === 'record')
        type = (JSON.parse(change.text) as { entry: { type: string } }).entry.type;
    }
    const inboxOf = async (person: string) =>
      fixture.api.requests.list(await fixture.caller(person), { scope: 'inbox', open: true, limit: 10 });
    expect((await inboxOf(LEAD)).map(remindersIn)).toEqual([1]);
    expect(await inboxOf(LEAD2)).toEqual([]);
  });

  it('says so to whoever is about to ask', async () => {
    const preview = await fixture.api.policy.preview(await fixture.caller(DEV), {
      ...{ entitlementIds: ['prod/db:write'], durationMs: durationMs(60_000), reason: '', ticket: null },
    });
    expect(preview.steps).toMatchObject([{ name: 'lead', need: 2, remindEveryMs: 5 * MINUTE_MS }]);
  });
});
