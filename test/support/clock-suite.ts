import { expect, it } from 'vitest';
import { durationMs } from '../../shared/lib/time.ts';
import type { Clock } from '../../shared/ports/clock.ts';

/** What every clock must do. `pass` lets so many milliseconds go by, at least. */
export function clockSuite(make: () => { clock: Clock; pass: (ms: number) => Promise<void> }): void {
  it('tells whole milliseconds of the wall, and a monotonic time that goes on with it', async () => {
    const { clock, pass } = make();
    const [wall, mono] = [clock.now(), clock.monotonicMs()];
    expect(Number.isInteger(wall)).toBe(true);
    await pass(30);
    expect(clock.monotonicMs() - mono).toBeGreaterThanOrEqual(29);
    expect(clock.now() - wall).toBeGreaterThanOrEqual(29);
  });

  it('wakes sleepers in the order of their time, none early', async () => {
    const { clock, pass } = make();
    const startedAt = clock.monotonicMs();
    const woken: [string, number][] = [];
    const sleep = (name: string, ms: number): Promise<void> =>
      clock.sleep(durationMs(ms)).then(() => void woken.push([name, clock.monotonicMs() - startedAt]));
    const all = Promise.all([sleep('second', 40), sleep('first', 10), sleep('at once', -5)]);
    await pass(60);
    await all;
    expect(woken.map(([name]) => name)).toEqual(['at once', 'first', 'second']);
    // Timers of the system may fire a fraction of a millisecond before their time.
    expect(woken[1]?.[1]).toBeGreaterThanOrEqual(9);
    expect(woken[2]?.[1]).toBeGreaterThanOrEqual(39);
  });

  it('ends a sleep when it is told to, also one that has not begun, and never rejects', async () => {
    const { clock } = make();
    const abort = new AbortController();
    const asleep = clock.sleep(durationMs(20_000), abort.signal);
    abort.abort('woken');
    await expect(asleep).resolves.toBeUndefined();
    await expect(clock.sleep(durationMs(20_000), abort.signal)).resolves.toBeUndefined();
  });
}
