import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evolve } from '../../shared/domain/request/evolve.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { nextAt, tick } from '../../shared/domain/request/tick.ts';
import { DAY_MS, durationMs, instant, addMs, type Instant } from '../../shared/lib/time.ts';
import { START } from '../unit/domain/fixtures.ts';
import { life, tell } from './lives.ts';

// Time as one more that changes a request, wherever its story has come to.

const RUNS = { numRuns: 500 };

const after = (state: RequestState, at: Instant): RequestState =>
  tick(state, at).reduce((before, entry) => evolve(before, entry, at), state);

const forAllStates = (check: (state: RequestState, at: Instant) => void) =>
  fc.assert(
    fc.property(life, fc.nat({ max: 3 * DAY_MS }), ({ plan, sent, shuffled }, ms) => {
      check(tell(plan, [...sent, ...shuffled]).state, instant(START + ms));
    }),
    RUNS,
  );

describe('a tick', { timeout: 60_000 }, () => {
  test('leaves nothing that is due: after it the next one is later, or there is none', () =>
    forAllStates((state, at) => {
      const next = nextAt(after(state, at));
      if (next !== null) expect(next).toBeGreaterThan(at);
    }));

  test('that comes early writes nothing, and one that is due writes something', () =>
    forAllStates((state, at) => {
      const next = nextAt(state);
      expect(tick(state, at).length > 0).toBe(next !== null && at >= next);
      if (next !== null) expect(tick(state, addMs(next, durationMs(-1)))).toEqual([]);
    }));

  test('that comes twice writes nothing the second time', () =>
    forAllStates((state, at) => expect(tick(after(state, at), at)).toEqual([])));

  test('brings every story to an end: nobody else has to do anything for it', () =>
    forAllStates((state, at) => {
      let now = state;
      for (let turn = 0; nextAt(now) !== null; turn += 1) {
        expect(turn).toBeLessThan(1_000);
        now = after(now, Math.max(at, nextAt(now) ?? 0) as Instant);
      }
      expect(now.phase.kind).not.toBe('submitted');
      if (now.phase.kind !== 'approved') return;
      // What is left is shown as overdue until somebody has verified it gone.
      for (const grant of Object.values(now.phase.grants))
        expect(grant).toMatchObject(
          grant.kind === 'revoking'
            ? { overdue: true }
            : { kind: expect.stringMatching(/^(revoked|failed)$/) },
        );
    }));

  test('gives the runner that granted its 15 seconds, and is seen to do so', () => {
    let seen = 0;
    const look = (state: RequestState, at: Instant): void => {
      for (const entry of tick(state, at)) {
        if (entry.type !== 'grantEnding' || entry.cause !== 'expired' || state.phase.kind !== 'approved')
          continue;
        const grant = state.phase.grants[entry.grantId];
        if (grant?.kind !== 'active') throw new Error('only what is active expires');
        expect(at).toBeGreaterThanOrEqual(grant.expiresAt + 15_000);
        seen += 1;
      }
    };
    // Not every hundred lives have a state in which it happens.
    for (let round = 0; seen === 0 && round < 30; round += 1) forAllStates(look);
    expect(seen).toBeGreaterThan(0);
  });

  test('reminds of a step at most a hundred times, a minute apart or more, and never of what has lapsed', () => {
    let seen = 0;
    forAllStates((state, at) => {
      let now = state;
      let toldAt = 0;
      let time = at;
      while (now.phase.kind === 'submitted') {
        const entries = tick(now, time);
        for (const entry of entries) {
          if (entry.type !== 'reviewReminded') continue;
          expect(entry.count).toBeLessThanOrEqual(100);
          expect(time - toldAt).toBeGreaterThanOrEqual(60_000);
          expect(time).toBeLessThan(now.facts.lapsesAt);
          toldAt = time;
          seen += 1;
        }
        expect(entries.length).toBeLessThanOrEqual(1);
        now = after(now, time);
        time = Math.max(time, nextAt(now) ?? time) as Instant;
      }
    });
    expect(seen).toBeGreaterThan(0);
  });
});
