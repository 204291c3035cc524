import { describe, expect, it } from 'vitest';
import { instant, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { SteadyTime } from '../../../shared/lib/steady-time.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

describe('the time by which deadlines are judged', () => {
  it.each([100, 500, 1_000, 1_999])(
    'does not go back or stand still by any number of steps of %d ms',
    async (step) => {
      const clock = new ManualClock();
      const time = new SteadyTime(clock, instant(0));
      const startedAt = time.now();
      let last = startedAt;
      for (let each = 0; each < 600; each += 1) {
        await clock.advance(SECOND_MS);
        clock.setWall(clock.now() - step);
        const now = time.now();
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
      expect(last - startedAt).toBeGreaterThan(0.985 * 10 * MINUTE_MS);
      expect(last - startedAt).toBeLessThanOrEqual(10 * MINUTE_MS);
    },
  );

  it('catches up with a wall that was corrected, and is not behind meanwhile', async () => {
    const clock = new ManualClock();
    const time = new SteadyTime(clock, instant(0));
    clock.setWall(clock.now() - SECOND_MS);
    expect(time.isBehind()).toBe(false);
    for (let each = 0; each < 120; each += 1) {
      await clock.advance(SECOND_MS);
      time.now();
    }
    expect(time.now()).toBe(clock.now());
  });

  it('is behind after a restart with a wall before the mark, and goes on from the mark', async () => {
    const clock = new ManualClock();
    const time = new SteadyTime(clock, instant(clock.now() + MINUTE_MS));
    expect(time.isBehind()).toBe(true);
    const before = time.now();
    await clock.advance(10 * SECOND_MS);
    expect(Math.abs(time.now() - before - 10 * SECOND_MS)).toBeLessThanOrEqual(1);
    time.acceptWall();
    expect(time.now()).toBe(clock.now());
    expect(time.isBehind()).toBe(false);
  });
});
