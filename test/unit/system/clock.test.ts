import { setTimeout as passes } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { durationMs } from '../../../shared/lib/time.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';
import { clockSuite } from '../../support/clock-suite.ts';

describe('the clock of the system', () => {
  clockSuite(() => ({ clock: systemClock, pass: (ms) => passes(ms) }));
});

describe('the clock that a test moves', () => {
  clockSuite(() => {
    const clock = new ManualClock();
    return { clock, pass: (ms) => clock.advance(ms) };
  });

  it('wakes who sleeps longer than half a minute after that: they read their store again', async () => {
    const clock = new ManualClock();
    let isAwake = false;
    void clock.sleep(durationMs(3_600_000)).then(() => (isAwake = true));
    await clock.advance(30_000);
    expect(isAwake).toBe(true);
  });
});
