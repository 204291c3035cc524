import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, instant, MINUTE_MS } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { startCliWorld } from './cli-world.ts';

// The clock of the computer at which somebody reads, and not the one of the service.

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeAll(async () => {
  world = await startCliWorld();
  await world.join('dev');
});
afterAll(() => world.stop());

const wrongBy = (ms: number): { readonly clock: Clock } => ({
  clock: { ...systemClock, now: () => instant(systemClock.now() + ms) },
});
const CLOCKS = [
  ['3 hours ahead', 3 * HOUR_MS],
  ['3 hours behind', -3 * HOUR_MS],
] as const;

const ask = (entitlement: string) => ['request', entitlement, '--for', '30m', '--reason', 'see what is left'];

describe.each(CLOCKS)('a computer whose clock is %s', (_, ms) => {
  it('is told what the service’s clock makes of what it lists', async () => {
    expect((await world.run('dev', [...ask('staging/sandbox:token'), '--wait'])).status).toBe(0);
    const requests = await world.run('dev', ['requests', '--open'], wrongBy(ms));
    expect(requests.out).toMatch(/active, (29m \d+s|29m|30m) left/);
    const grants = await world.run('dev', ['grants'], wrongBy(ms));
    expect(grants.out).toMatch(/active +(29m|30m)/);
    expect(grants.out).not.toContain('overdue');
  });

  it('sends nothing but what ends access, and is told which clock is off by how much', async () => {
    const asked = await world.run('dev', ask('staging/sandbox:token'), wrongBy(ms));
    const where = ms > 0 ? 'ahead of' : 'behind';
    const sentence = `^This computer’s clock is (3h|2h 59m) ${where} the service’s\\. Set the one that is wrong`;
    expect(asked).toMatchObject({ status: 3, note: expect.stringMatching(new RegExp(sentence)) });
    const [grant] = await world.json<{ grantId: string }[]>('dev', ['grants']);
    expect(await world.run('dev', ['end', grant?.grantId ?? ''], wrongBy(ms))).toMatchObject({ status: 0 });
  });

  it('is told that its clock is wrong where the history goes by it', async () => {
    const { note, status } = await world.run('dev', ['history', '--since', '1h'], wrongBy(ms));
    const where = ms > 0 ? 'ahead of' : 'behind';
    expect(note).toMatch(new RegExp(`^This computer’s clock is (3h|2h 59m) ${where} the service’s\\. `));
    expect(status).toBe(0);
  });
});

it('of a request that was just sent it is said that it is being set up, where clocks are four minutes apart', async () => {
  const asked = await world.run('dev', ask('staging/sandbox:token'), wrongBy(4 * MINUTE_MS));
  expect(asked.note).toContain(': waits for a runner of the pool default. Follow it with');
});

it('nothing is said of clocks that are half a minute apart', async () => {
  const { note } = await world.run('dev', ['history'], wrongBy(0.5 * MINUTE_MS));
  expect(note).toBe('');
});
