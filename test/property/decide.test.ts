import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../shared/domain/request/decide.ts';
import type { RequestEntry } from '../../shared/domain/entry.ts';
import { audienceOf } from '../../shared/domain/request/audience-of.ts';
import { evolve, fold } from '../../shared/domain/request/evolve.ts';
import type { RequestCommand } from '../../shared/domain/request/request-command.ts';
import type { GrantState, RequestState } from '../../shared/domain/request/request.ts';
import { DAY_MS, HOUR_MS, instant, type Instant } from '../../shared/lib/time.ts';
import type { Standing } from '../../shared/domain/request/standing.ts';
import {
  entitlement,
  factsWith,
  outcomeOf,
  planOf,
  START,
  UNCHANGED,
  type AskedPlan,
} from '../unit/domain/fixtures.ts';

// Anything may be sent at any time, in any order and more than once. What is looked at is what comes out.

const PEOPLE = ['dev', 'lead', 'second', 'third', 'mallory'] as const;
const GRANTS = ['grant0001', 'grant0002'] as const;
const HASH = 'a'.repeat(64);

interface Sent {
  readonly command: RequestCommand;
  readonly at: Instant;
}
interface Written {
  readonly entry: RequestEntry;
  readonly at: Instant;
}

const person = fc.constantFrom(...PEOPLE);
const grantId = fc.constantFrom(...GRANTS, ...GRANTS, ...GRANTS, 'grant0003', 'constructor', '__proto__');
const runnerId = fc.constantFrom('runner', 'runner', 'runner', 'other');
const text = fc.string({ maxLength: 20 });
/** Moments around everything that matters: the start, the deadline an hour later, the lapse a day later. */
const moment = fc
  .tuple(fc.constantFrom(0, HOUR_MS, 2 * HOUR_MS, DAY_MS), fc.integer({ min: -120_000, max: 120_000 }))
  .map(([base, offset]) => instant(START + base + offset));

/** The plan may be wrong in every way that policy would never make it: the requester as reviewer, nobody, too few. */
const plan: fc.Arbitrary<AskedPlan> = fc.oneof(
  fc.constant<AskedPlan>({ kind: 'auto' }),
  fc.record({
    kind: fc.constant('review' as const),
    steps: fc.array(
      fc.record({
        name: fc.constant('step'),
        reviewers: fc.uniqueArray(person, { minLength: 0, maxLength: 4 }),
        need: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

/** Mostly nothing has changed; now and then policy refuses, or wants what nobody can give. */
const standing = fc
  .constantFrom<Partial<Standing>>(
    {},
    {},
    {},
    {},
    { refusal: { code: 'policyChanged', message: 'No more.' } },
    { steps: [{ name: 'now', reviewers: ['lead', 'third'], need: 2 }] },
    { reviewers: [['lead', 'mallory'], ['second'], ['dev', 'third']] },
    { reviewers: [['third'], ['lead', 'second', 'mallory'], []] },
  )
  .map((changes): Standing => ({ ...UNCHANGED, ...changes }));

const command: fc.Arbitrary<RequestCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('review' as const),
      reviewer: person,
      deviceId: text,
      decision: fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'deny' as const),
      comment: text,
      step: fc.nat({ max: 2 }),
      requestHash: fc.constantFrom(HASH, HASH, HASH, 'b'.repeat(64)),
      signature: fc.constant('s'.repeat(86)),
      standing,
    }),
  },
  fc.record({ type: fc.constant('judge' as const), standing }),
  fc.record({ type: fc.constant('withdraw' as const), by: person }),
  fc.record({ type: fc.constant('lapse' as const) }),
  { weight: 3, arbitrary: fc.record({ type: fc.constant('startActivation' as const), grantId, runnerId }) },
  {
    weight: 3,
    arbitrary: fc
      .record({
        grantId,
        runnerId,
        startsAt: moment,
        lengthMs: fc.constantFrom(-1, 0, 1, HOUR_MS, HOUR_MS, HOUR_MS + 1),
      })
      .map(({ lengthMs, ...rest }) => ({
        type: 'reportActivated' as const,
        ...rest,
        expiresAt: instant(rest.startsAt + lengthMs),
        evidence: null,
      })),
  },
  fc.record({ type: fc.constant('reportFailed' as const), grantId, runnerId, message: text }),
  fc.record({ type: fc.constant('end' as const), grantId, by: person, byOwner: fc.boolean(), reason: text }),
  fc.record({
    type: fc.constant('confirmGone' as const),
    grantId,
    by: person,
    byOwner: fc.boolean(),
    reason: text,
  }),
  fc.record({ type: fc.constant('expire' as const), grantId }),
  fc.record({ type: fc.constant('markOverdue' as const), grantId }),
  fc.record({
    type: fc.constant('reportRevocationFailed' as const),
    grantId,
    runnerId,
    foundThere: fc.boolean(),
    message: text,
  }),
  fc.record({
    type: fc.constant('reportRevoked' as const),
    grantId,
    runnerId,
    foundThere: fc.constantFrom(false, false, true),
    verifiedAt: moment,
    evidence: fc.constant(null),
  }),
);

/** Runners mostly report what has just happened. */
const sending = fc
  .record({ command, at: moment, isFresh: fc.constantFrom(true, true, false) })
  .map(({ command: each, at, isFresh }): Sent => {
    if (!isFresh) return { command: each, at };
    if (each.type === 'reportRevoked') return { command: { ...each, verifiedAt: at }, at };
    if (each.type !== 'reportActivated') return { command: each, at };
    return {
      command: { ...each, startsAt: at, expiresAt: instant(at + each.expiresAt - each.startsAt) },
      at,
    };
  });

const life = fc.record({
  plan,
  sent: fc.array(sending, { maxLength: 60 }).map(inOrder),
  shuffled: fc.array(sending, { maxLength: 10 }),
});

/** Clocks mostly go forward: the first commands of a story in the order of their times, the others as they come. */
function inOrder(sent: Sent[]): Sent[] {
  return sent.toSorted((a, b) => a.at - b.at);
}

interface Told {
  readonly state: RequestState;
  readonly written: readonly Written[];
  readonly accepted: readonly Sent[];
  readonly steps: readonly {
    readonly before: RequestState | undefined;
    readonly after: RequestState;
    readonly entry: RequestEntry;
  }[];
}

/** Carries out a whole story. That it does not throw is the property that `evolve` accepts what `decide` writes. */
function tell(thePlan: AskedPlan, sent: readonly Sent[]): Told {
  const facts = factsWith({
    plan: planOf(thePlan),
    entitlements: GRANTS.map((id) => entitlement(`entitlement of ${id}`, id)),
  });
  const first: Sent = { command: { type: 'submit', facts, outcome: outcomeOf(thePlan) }, at: START };
  let state: RequestState | undefined;
  const written: Written[] = [];
  const accepted: Sent[] = [];
  const steps: Told['steps'][number][] = [];
  for (const { command: each, at } of [first, ...sent]) {
    const decided = decide(state, each, at);
    if (!decided.ok) {
      expect(decided.error.message).toMatch(/\.$/);
      continue;
    }
    if (decided.value.length > 0) accepted.push({ command: each, at });
    for (const entry of decided.value) {
      const before: RequestState | undefined = state;
      state = evolve(state, entry, at);
      written.push({ entry, at });
      steps.push({ before, after: state, entry });
    }
  }
  if (!state) throw new Error('the request was not even submitted');
  return { state, written, accepted, steps };
}

const grantsIn = (state: RequestState | undefined): Readonly<Record<string, GrantState>> =>
  state?.phase.kind === 'approved' ? state.phase.grants : {};

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
            // Who may answer now is news each time that it is another than before.
            !('standing' in command && command.standing.reviewers !== null) &&
            !(command.type === 'reportRevoked' && foundAgain.has(command.grantId)),
        );
        const order = again
          .map((each) => ({ each, key: numbers.next().value as number }))
          .toSorted((a, b) => a.key - b.key);
        for (const { each } of order) {
          for (const at of [each.at, instant(START + 10 * DAY_MS)]) {
            // Whose time has come meanwhile is another matter: these are asked again on purpose, by the service itself.
            if (each.command.type === 'markOverdue' && at !== each.at) continue;
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
          const rest: RequestCommand[] = [
            { type: 'markOverdue', grantId: id },
            { type: 'expire', grantId: id },
            ...Array.from({ length: failures }, () => ({
              type: 'reportRevocationFailed' as const,
              grantId: id,
              runnerId: 'runner1',
              foundThere: false,
              message: 'unreachable',
            })),
          ];
          const waiting = carryOut(state, rest, late);
          expect(waiting).toMatchObject({ kind: 'revoking', overdue: true });
          if (failures >= 6) expect(waiting).toMatchObject({ stuck: true });
          const gone: RequestCommand = {
            type: 'reportRevoked',
            grantId: id,
            runnerId: 'runner1',
            foundThere: false,
            verifiedAt: late,
            evidence: null,
          };
          const ended = carryOut(state, [...rest, gone], late);
          expect(ended).toMatchObject({ kind: 'revoked' });
          if (ended?.kind === 'revoked') expect(ended.lateMs).toBe(ended.verifiedAt - ended.dueAt);
          expect(written.length).toBeGreaterThan(0);
        }

        function carryOut(from: RequestState, commands: readonly RequestCommand[], at: Instant) {
          let now = from;
          const wanted = commands.at(-1);
          for (const each of commands) {
            const decided = decide(now, each, at);
            if (decided.ok)
              now = decided.value.reduce<RequestState>((before, entry) => evolve(before, entry, at), now);
          }
          return wanted && 'grantId' in wanted ? grantsIn(now)[wanted.grantId] : undefined;
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
