import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../shared/domain/entry.ts';
import { DAY_MS, durationMs, HOUR_MS, instant, MINUTE_MS } from '../../shared/lib/time.ts';
import { ManualClock } from '../fakes/manual-clock.ts';
import { inWords } from '../support/in-words.ts';
import { DEV, FILES, grantOf, LEAD, OWNER, ServiceFixture } from './service-fixture.ts';

// Rules with conditions, where they are published, asked and waited for.

const OFFICE_HOURS = 'when: request.local.hour >= 8 && request.local.hour < 18';
const filesWith = (when: string, rest = '') => ({
  ...FILES,
  people: FILES.people.replace('groups: [developers] }', 'groups: [developers], timezone: Europe/Berlin }'),
  policy: FILES.policy.replaceAll(/requester: (\[.*\]) \}/g, `requester: $1, ${when} }`) + rest,
});

let fixture: ServiceFixture;

/** The next time that it is this hour in Berlin, where it is winter. */
async function itIs(hour: number, minute = 0): Promise<void> {
  const wanted = hour * HOUR_MS + minute * MINUTE_MS - HOUR_MS;
  const now = fixture.clock.now();
  await fixture.clock.advance((((wanted - (now % DAY_MS)) % DAY_MS) + DAY_MS) % DAY_MS);
}

async function startedWith(files: Parameters<typeof filesWith>): Promise<void> {
  const clock = new ManualClock(instant(Date.UTC(2026, 11, 1, 9)));
  fixture = await new ServiceFixture({
    clock,
    organisation: { files: filesWith(...files), providerDigests: {} },
  }).start();
  for (const person of [OWNER, LEAD, DEV]) await fixture.device(person);
}

afterEach(() => fixture.close());

const preview = async () =>
  fixture.api.policy.preview(await fixture.caller(DEV), {
    entitlementIds: ['dev/db:write'],
    durationMs: durationMs(30 * MINUTE_MS),
    reason: 'because of the test',
    ticket: null,
  });

describe('a rule for office hours', () => {
  beforeEach(() => startedWith([OFFICE_HOURS]));

  it('grants until they are over, and says so beforehand; what was published is the same after a restart', async () => {
    await itIs(17, 59);
    expect(await preview()).toMatchObject({ kind: 'auto' });
    expect((await fixture.submit(DEV, { entitlement: 'dev/db:write' })).phase.kind).toBe('approved');
    await fixture.restart();
    await itIs(18);
    const noRule = inWords(/^No rule lets Dev Example ask for/);
    expect(await preview()).toMatchObject({ kind: 'refused', problems: [{ refusal: { told: noRule } }] });
    expect((await fixture.submit(DEV, { entitlement: 'dev/db:write' })).phase).toMatchObject({
      kind: 'refused',
      refusal: { told: noRule },
    });
  });

  it('is not promised in the catalog, which hangs on no hour', async () => {
    const { items } = await fixture.api.catalog.list(await fixture.caller(DEV));
    expect(items.find(({ id }) => id === 'dev/db:write')).toMatchObject({
      access: 'review',
      told: inWords('It depends on when, for how long and why you ask. Never more than 4h.'),
    });
  });

  it('grants nothing by an approval after them', async () => {
    await itIs(17, 55);
    const waiting = await fixture.submit(DEV);
    expect(waiting.phase.kind).toBe('submitted');
    await itIs(18, 5);
    const told = inWords(/^What was allowed when this was asked is not allowed now\. No rule lets/);
    await expect(fixture.review(LEAD, waiting)).rejects.toMatchObject({ refusal: { told } });
    expect((await fixture.get(DEV, waiting.facts.requestId)).phase).toMatchObject({
      kind: 'refused',
      refusal: { told },
    });
  });

  it('sets nothing up after them that was approved within them', async () => {
    await itIs(17, 59);
    const waiting = await fixture.submit(DEV);
    await fixture.review(LEAD, waiting);
    await itIs(18, 1);
    expect(await fixture.lease()).toEqual([]);
    expect(grantOf(await fixture.get(DEV, waiting.facts.requestId))).toMatchObject({
      kind: 'failed',
      message: inWords(/^What was allowed when this was asked is not allowed now/),
    });
  });
});

describe('a rule whose condition cannot be evaluated', () => {
  const ELSE = `  - name: everything else
    match: { entitlement: "**", requester: [anyone] }
    approve: auto
    maxDuration: 4h
`;
  beforeEach(() => startedWith([`when: 'entitlement.tags["env"] == "test"'`, ELSE]));

  it('refuses, whatever the next one would say; the request and the history say which one, and why', async () => {
    const why = inWords(
      /^Nobody can say whether the rule “development” is meant for this.*“env” is not there/,
    );
    expect(await preview()).toMatchObject({ kind: 'refused', problems: [{ refusal: { told: why } }] });
    const { facts, phase } = await fixture.submit(DEV, { entitlement: 'dev/db:write' });
    expect(phase).toMatchObject({ kind: 'refused', refusal: { code: 'refusedByPolicy', told: why } });
    expect(facts.rules).toEqual(['development']);
    const log = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
    const entries = log.items.flatMap(({ text }) =>
      text === null ? [] : [(JSON.parse(text) as LogRecord).entry],
    );
    expect(entries.at(-1)).toMatchObject({ type: 'requestRefused', refusal: { told: why } });
  });
});
