import { afterEach, beforeEach, expect, it } from 'vitest';
import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import { DAY_MS, MINUTE_MS } from '../../shared/lib/time.ts';
import { DEV, grantOf, OTHER, OWNER, refusalOf, ServiceFixture } from './service-fixture.ts';

let fixture: ServiceFixture;
beforeEach(async () => {
  fixture = await new ServiceFixture().start();
});
afterEach(() => fixture.close());

const restart = async (options: { acceptClock: boolean }): Promise<void> => {
  await fixture.service.stop('restart');
  Object.assign(fixture.options, options);
  await fixture.start();
};
const ask = (minutes = 30) => fixture.submit(DEV, { entitlement: 'dev/db:write', minutes });

/** The clock shows a time far ahead for a while; what is done in it is returned. Then it is right again. */
async function whileAhead<T>(work: () => Promise<T>): Promise<T> {
  const right = fixture.clock.now();
  fixture.clock.setWall(right + 365 * DAY_MS);
  const done = await work();
  await restart({ acceptClock: false });
  fixture.clock.setWall(right + MINUTE_MS);
  return done;
}

it('a clock that was ahead once stops granting until a person says that it is right', async () => {
  await fixture.device(DEV);
  await whileAhead(() => ask());
  expect(await refusalOf(ask())).toBe('clockWentBack');
  expect(fixture.service.health().problem).toContain('--accept-clock');
  await restart({ acceptClock: true });
  expect((await ask()).phase.kind).toBe('approved');
  expect(fixture.service.health().problem).toBeNull();
  // It is remembered: the next start needs no word about it.
  await restart({ acceptClock: false });
  const { facts } = await ask();
  expect(facts.submittedAt).toBeLessThan(fixture.clock.now() + MINUTE_MS);
});

it('access that began by the wrong clock ends, at once, and other access goes on', async () => {
  const before = await fixture.activate(DEV, 120);
  const [active, leased] = await whileAhead(async () => {
    const activated = await fixture.activate(DEV, 120);
    await ask();
    const [work] = await fixture.lease('runner-1');
    return [activated.work.grantId, work?.grantId ?? ''];
  });
  await restart({ acceptClock: true });
  const due = (await fixture.lease('runner-2')).map(({ kind, grantId }) => `${kind} ${grantId}`);
  // What one of them had begun is kept 15 s for it.
  await fixture.clock.advance(15_000);
  due.push(...(await fixture.lease('runner-2')).map(({ kind, grantId }) => `${kind} ${grantId}`));
  expect(due.toSorted()).toEqual([`revoke ${active}`, `revoke ${leased}`].toSorted());
  const { requestId } = before.state.facts;
  expect(grantOf(await fixture.get(OWNER, requestId))).toMatchObject({ kind: 'active', overdue: false });
});

it('an invite that was made by the wrong clock is good no longer than others', async () => {
  await fixture.device(OWNER);
  const code = await whileAhead(() => fixture.inviteCode(OTHER));
  await restart({ acceptClock: true });
  expect(await refusalOf(fixture.join(code))).toBe('badInvite');
});

it('the log says which time had been shown', async () => {
  await fixture.device(OWNER);
  const shown = await whileAhead(async () => {
    await fixture.device(DEV);
    return fixture.clock.now();
  });
  await restart({ acceptClock: true });
  const { items } = await fixture.api.log.entries(await fixture.caller(OWNER), { from: 0, limit: 1_000 });
  const accepted = items
    .map(({ text }) => logRecordSchema.parse(JSON.parse(text ?? '')))
    .filter(({ entry }) => entry.type === 'clockAccepted');
  expect(accepted).toMatchObject([{ actor: 'latchkey', entry: { shown }, at: fixture.clock.now() }]);
  // Where nothing is wrong, the word changes nothing.
  await restart({ acceptClock: true });
  expect((await fixture.service.metrics()).logSize).toBe(items.length);
});
