import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../shared/domain/request/decide.ts';
import { audienceOf } from '../../shared/domain/request/audience-of.ts';
import { evolve, fold } from '../../shared/domain/request/evolve.ts';
import type { RequestCommand } from '../../shared/domain/request/request-command.ts';
import { grantorOf, type GrantState } from '../../shared/domain/grant/grant.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DAY_MS, instant, type Instant } from '../../shared/lib/time.ts';
import { START, type AskedPlan } from '../unit/domain/fixtures.ts';
import { GRANTS, grantsIn, life, tell, type Told, type Written } from './lives.ts';

/** An own idea of when a plan is fulfilled, from the reviews alone. */
function isFulfilled(thePlan: AskedPlan, written: readonly Written[], requester: string): boolean {
  if (thePlan.kind === 'auto') return true;
  return thePlan.steps.every((step, index) => {
    const approvers = written.flatMap(({ entry }) =>
      entry.type === 'reviewGiven' && entry.review.step === index && entry.review.decision === 'approve'
        ? [entry.review.reviewer]
        : [],
    );
    const counted = new Set(approvers.filter((id) => id !== requester));
    return counted.size >= step.need;
  });
}

const RUNS = { numRuns: 500 };
const forAllLives = (check: (told: Told, thePlan: AskedPlan) => void) =>
  fc.assert(
    fc.property(life, ({ plan: thePlan, sent, shuffled }) =>
      check(tell(thePlan, [...sent, ...shuffled]), thePlan),
    ),
    RUNS,
  );

describe('whatever is sent to a request', { timeout: 60_000 }, () => {
  test('replaying its entries gives the same state, also after they were stored as JSON', () =>
    forAllLives(({ state, written }) => {
      expect(fold(written)).toEqual(state);
      expect(fold(JSON.parse(JSON.stringify(written)) as Written[])).toEqual(state);
      expect(state.version).toBe(written.length);
    }));

  test('there is no grant without the approvals that policy asked for', () =>
    forAllLives(({ steps, written }, thePlan) => {
      for (const [index, { entry }] of steps.entries()) {
        if (entry.type !== 'requestApproved') continue;
        expect(isFulfilled(thePlan, written.slice(0, index), 'dev')).toBe(true);
      }
      if (!written.some(({ entry }) => entry.type === 'requestApproved'))
        expect(written.some(({ entry }) => 'grantId' in entry)).toBe(false);
    }));

  test('whoever reviews was named for that step before, by the submission or since', () =>
    forAllLives(({ steps }) => {
      for (const { before, entry } of steps) {
        if (entry.type !== 'reviewGiven') continue;
        expect(before?.reviewers[entry.review.step]).toContain(entry.review.reviewer);
      }
    }));

  test('who could answer once sees it ever after', () =>
    forAllLives(({ steps }) => {
      for (const { before, after } of steps)
        for (const person of before ? audienceOf(before) : []) expect(audienceOf(after)).toContain(person);
    }));

  test('comments change nothing but what was said, each is said once, and only by who may see the request', () =>
    forAllLives(({ steps, accepted, state }) => {
      for (const { before, after, entry } of steps) {
        const isComment = entry.type === 'requestCommented';
        if (!isComment) expect(after.comments).toEqual(before?.comments);
        else expect({ ...after, version: 0, comments: 0 }).toEqual({ ...before, version: 0, comments: 0 });
      }
      const ids = (state.comments ?? []).map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { command } of accepted)
        if (command.type === 'comment' && !command.byOwner) expect(audienceOf(state)).toContain(command.by);
    }));

  test('nobody’s own review is ever counted, and nobody’s twice in a step', () =>
    forAllLives(({ state }) => {
      expect(state.reviews.some(({ reviewer }) => reviewer === state.facts.requester)).toBe(false);
      const keys = state.reviews.map(({ reviewer, step }) => `${step}/${reviewer}`);
      expect(new Set(keys).size).toBe(keys.length);
    }));

  test('a grant only ever takes the steps of its life', () => {
    const next: Record<GrantState['kind'], readonly GrantState['kind'][]> = {
      scheduled: ['scheduled', 'activating', 'revoking', 'failed'],
      activating: ['activating', 'active', 'revoking', 'failed'],
      active: ['active', 'revoking'],
      revoking: ['revoking', 'revoked', 'failed'],
      // Only where the runner that set it up finds it there.
      revoked: ['revoked', 'revoking'],
      failed: ['failed'],
    };
    forAllLives(({ steps }) => {
      for (const { before, after } of steps) {
        for (const [id, grant] of Object.entries(grantsIn(before)))
          expect(next[grant.kind]).toContain(grantsIn(after)[id]?.kind);
      }
    });
  });

  test('access that worked is revoked, never just failed', () =>
    forAllLives(({ state, written }) => {
      for (const [id, grant] of Object.entries(grantsIn(state))) {
        const worked = written.some(({ entry }) => entry.type === 'grantActivated' && entry.grantId === id);
        if (worked) expect(grant.kind).not.toBe('failed');
      }
    }));

  test('an active grant has a deadline, no further away than was approved', () =>
    forAllLives(({ steps }) => {
      for (const { after } of steps) {
        for (const grant of Object.values(grantsIn(after))) {
          if (grant.kind !== 'active') continue;
          expect(grant.expiresAt).toBeGreaterThan(grant.startsAt);
          expect(grant.expiresAt - grant.startsAt).toBeLessThanOrEqual(after.facts.durationMs);
        }
      }
    }));

  test('a decided request stays decided', () =>
    forAllLives(({ steps }) => {
      for (const { before, after } of steps) {
        if (before && before.phase.kind !== 'submitted') expect(after.phase.kind).toBe(before.phase.kind);
      }
    }));

  test('what was carried out and arrives again, in any order, changes nothing', () =>
    fc.assert(
      fc.property(life, fc.infiniteStream(fc.nat()), ({ plan: thePlan, sent, shuffled }, numbers) => {
        const { accepted, state } = tell(thePlan, [...sent, ...shuffled]);
        // Each failed attempt is news, and a runner that takes over again or finds what was reported gone is too: the
        // service keys those commands (what was reported gone and then found there can be reported gone once more), and hears
        // of such a find only until its runner has answered.
        const foundAgain = new Set(
          accepted.flatMap(({ command }) =>
            'foundThere' in command && command.foundThere ? [command.grantId] : [],
          ),
        );
        const again = accepted.filter(
          ({ command }) =>
            command.type !== 'reportRevocationFailed' &&
            command.type !== 'startActivation' &&
            command.type !== 'takeRevocation' &&
            // Who may answer now is news each time that it is another than before.
            !('standing' in command && command.standing.reviewers !== null) &&
            // What is due meanwhile is another matter: tick.test.ts.
            command.type !== 'tick' &&
            !(command.type === 'reportRevoked' && foundAgain.has(command.grantId)),
        );
        const order = again
          .map((each) => ({ each, key: numbers.next().value as number }))
          .toSorted((a, b) => a.key - b.key);
        for (const { each } of order) {
          for (const at of [each.at, instant(START + 10 * DAY_MS)]) {
            const decided = decide(state, each.command, at);
            if (decided.ok) expect(decided.value).toEqual([]);
          }
        }
      }),
      RUNS,
    ));

  test('when time passes, every grant ends up revoked, failed, or visibly overdue and stuck', () =>
    fc.assert(
      fc.property(life, fc.nat({ max: 10 }), ({ plan: thePlan, sent, shuffled }, failures) => {
        const { state, written } = tell(thePlan, [...sent, ...shuffled]);
        const late = instant(START + 10 * DAY_MS);
        for (const id of GRANTS) {
          const grant = grantsIn(state)[id];
          if (grant?.kind !== 'active' && grant?.kind !== 'revoking') continue;
          const word = { runnerId: grantorOf(grant) ?? 'runner1', fence: 0, isHolders: false };
          const rest: RequestCommand[] = [
            { type: 'tick' },
            ...Array.from({ length: failures }, () => ({
              type: 'reportRevocationFailed' as const,
              grantId: id,
              ...word,
              foundThere: false,
              message: 'unreachable',
            })),
          ];
          const waiting = carryOut(state, rest, late)[id];
          expect(waiting).toMatchObject({ kind: 'revoking', overdue: true });
          if (failures >= 6) expect(waiting).toMatchObject({ stuck: true });
          const gone: RequestCommand = {
            type: 'reportRevoked',
            grantId: id,
            ...word,
            foundThere: false,
            verifiedAt: late,
            evidence: null,
          };
          const ended = carryOut(state, [...rest, gone], late)[id];
          expect(ended).toMatchObject({ kind: 'revoked' });
          if (ended?.kind === 'revoked') expect(ended.lateMs).toBe(ended.verifiedAt - ended.dueAt);
          expect(written.length).toBeGreaterThan(0);
        }

        function carryOut(from: RequestState, commands: readonly RequestCommand[], at: Instant) {
          let now = from;
          for (const each of commands) {
            const decided = decide(now, each, at);
            if (decided.ok)
              now = decided.value.reduce<RequestState>((before, entry) => evolve(before, entry, at), now);
          }
          return grantsIn(now);
        }
      }),
      RUNS,
    ));

  test('the stories reach every state, so the properties are not about nothing', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(life, ({ plan: thePlan, sent, shuffled }) => {
        for (const { after } of tell(thePlan, [...sent, ...shuffled]).steps) {
          seen.add(after.phase.kind);
          for (const grant of Object.values(grantsIn(after))) seen.add(grant.kind);
        }
      }),
      { ...RUNS, numRuns: 1_000 },
    );
    const wanted = ['submitted', 'approved', 'denied', 'withdrawn', 'lapsed'];
    const grants = ['scheduled', 'activating', 'active', 'revoking', 'revoked', 'failed'];
    expect([...wanted, ...grants].filter((each) => !seen.has(each))).toEqual([]);
  });
});
