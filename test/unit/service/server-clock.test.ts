import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { SteadyTime } from '../../../shared/lib/steady-time.ts';
import { ServerClock } from '../../../shared/service/store/server-clock.ts';
import { saidInEnglish } from '../../support/in-words.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

/** A machine that asks a server whose clock is its own; each question takes `tookMs`, and is answered half way. */
function machine({ aheadMs = 0 } = {}) {
  const clock = new ManualClock();
  const server = { aheadMs: -aheadMs };
  /** What is right, whatever the walls show. */
  const startedAt = clock.now();
  const rightAt = () => startedAt + clock.monotonicMs();
  const known = new ServerClock(clock);
  const ask = async (tookMs = 0, answeredAfterMs = tookMs / 2) => {
    const askedAt = clock.monotonicMs();
    await clock.advance(answeredAfterMs);
    const at = rightAt() + server.aheadMs;
    await clock.advance(tookMs - answeredAfterMs);
    known.compare(at, askedAt);
  };
  return { clock, server, known, ask, rightAt };
}

const said = (known: ServerClock): string | null => {
  const problem = known.problem();
  return problem && saidInEnglish(problem);
};

describe('the clock of the server', () => {
  it('is that of the machine until the server was asked', () => {
    const { clock, known } = machine({ aheadMs: HOUR_MS });
    expect([known.now(), known.problem()]).toEqual([clock.now(), null]);
  });

  it.each([
    [HOUR_MS, 'the clock of this machine is 1h ahead of that of the database.'],
    [-HOUR_MS, 'the clock of this machine is 1h behind that of the database.'],
    [90 * SECOND_MS, 'the clock of this machine is 1m 30s ahead of that of the database.'],
    [-3 * SECOND_MS, 'the clock of this machine is 3s behind that of the database.'],
    [2_001, 'the clock of this machine is 2s ahead of that of the database.'],
    [2_000, null],
    [-2_000, null],
    [0, null],
  ])('is compared with a machine that is %d ms ahead', async (aheadMs, problem) => {
    const { known, ask } = machine({ aheadMs });
    await ask();
    expect(said(known)).toBe(problem);
  });

  it.each([
    ['agrees where the difference may come from the half of what that took', 4_000, true],
    ['is apart where it is more than that', 4_002, false],
  ])('was asked and took four seconds: it %s', async (_what, aheadMs, agrees) => {
    const { known, ask } = machine({ aheadMs });
    await ask(4_000);
    expect(known.problem() === null).toBe(agrees);
  });

  it('goes on by the monotonic clock between two questions, and a wall that is moved is found at once', async () => {
    const { clock, known, ask, rightAt } = machine();
    await ask();
    await clock.advance(4 * SECOND_MS);
    clock.setWall(rightAt() + HOUR_MS);
    expect(said(known)).toContain('1h ahead of');
    expect(Math.abs(known.now() - rightAt())).toBeLessThanOrEqual(1);
    await ask();
    expect(said(known)).toContain('1h ahead of');
    expect(Math.abs(known.now() - rightAt())).toBeLessThanOrEqual(1);
    clock.setWall(rightAt());
    expect(known.problem()).toBeNull();
  });

  it('is not taken over while it is apart from the wall: not one that jumps by itself either', async () => {
    const { known, server, ask, rightAt } = machine();
    await ask();
    server.aheadMs = DAY_MS;
    await ask();
    expect(said(known)).toContain('1d behind');
    expect(Math.abs(known.now() - rightAt())).toBeLessThanOrEqual(1);
    server.aheadMs = 0;
    await ask();
    expect(known.problem()).toBeNull();
  });

  it('is taken over where both were set', async () => {
    const { clock, known, server, ask, rightAt } = machine();
    await ask();
    server.aheadMs = -MINUTE_MS;
    clock.setWall(rightAt() - MINUTE_MS);
    await ask();
    expect(known.problem()).toBeNull();
    expect(Math.abs(known.now() - clock.now())).toBeLessThanOrEqual(1);
  });

  it('is that of the last comparison at once where the server was set before the wall', async () => {
    const { clock, known, server, ask, rightAt } = machine({ aheadMs: 0 });
    server.aheadMs = -10 * MINUTE_MS;
    clock.setWall(rightAt() - 10 * MINUTE_MS);
    await ask();
    server.aheadMs = 0;
    await ask();
    expect(said(known)).toContain('10m behind');
    clock.setWall(rightAt());
    expect([known.problem(), Math.abs(known.now() - rightAt()) <= 1]).toEqual([null, true]);
  });

  it('is found to have jumped also by an answer that took longer than the best before', async () => {
    const { known, server, ask } = machine();
    await ask();
    server.aheadMs = HOUR_MS;
    await ask(20);
    expect(said(known)).toContain('1h behind');
  });

  it('is surely known once an answer was quick', async () => {
    const { known, ask } = machine();
    expect(known.isSure).toBe(false);
    await ask(3_800);
    expect(known.isSure).toBe(false);
    await ask(900);
    expect(known.isSure).toBe(true);
  });

  it('is known again after a sleep in which the monotonic clock stood still', async () => {
    const { clock, known, server, ask } = machine();
    await ask();
    clock.setWall(clock.now() + HOUR_MS);
    server.aheadMs = HOUR_MS;
    expect(known.problem()).not.toBeNull();
    await ask();
    expect(known.problem()).toBeNull();
    expect(Math.abs(known.now() - clock.now())).toBeLessThanOrEqual(1);
  });

  it('is moved by no answer that took long and fits what is known', async () => {
    const { known, ask, rightAt } = machine();
    await ask(10);
    // Answered at the very end: half of the time is nearly two seconds wrong.
    await ask(3_800, 3_800);
    expect(Math.abs(known.now() - rightAt())).toBeLessThanOrEqual(6);
    expect(known.problem()).toBeNull();
  });

  it.each([
    ['was wrong', 3_800],
    ['was right by chance', 1_900],
  ])('is known by a quick answer after one that took long and %s', async (_what, answeredAfterMs) => {
    const { clock, known, ask, rightAt } = machine();
    await ask(3_800, answeredAfterMs);
    await ask(10);
    expect(Math.abs(known.now() - rightAt())).toBeLessThanOrEqual(6);
    clock.setWall(rightAt() + 3 * SECOND_MS);
    expect(known.problem()).not.toBeNull();
  });

  it('gives the time by which deadlines are judged, which therefore keeps no wrong one', async () => {
    const { clock, known, ask, rightAt } = machine();
    await ask();
    const time = new SteadyTime({ now: () => known.now(), monotonicMs: clock.monotonicMs }, instant(0));
    clock.setWall(rightAt() + HOUR_MS);
    await ask();
    expect(Math.abs(time.now() - rightAt())).toBeLessThanOrEqual(1);
    clock.setWall(rightAt());
    await ask();
    expect([time.isBehind(), Math.abs(time.now() - rightAt()) <= 1]).toEqual([false, true]);
  });
});
