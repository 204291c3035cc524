import { asWritten } from '../../shared/words/told.ts';
import { inEnglish } from '../../shared/words/words.ts';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { decide } from '../../shared/domain/request/decide.ts';
import type { RequestEntry } from '../../shared/domain/request/request-entry.ts';
import { evolve } from '../../shared/domain/request/evolve.ts';
import type { RequestCommand } from '../../shared/domain/request/request-command.ts';
import type { GrantState } from '../../shared/domain/grant/grant.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DAY_MS, durationMs, HOUR_MS, instant, type Instant } from '../../shared/lib/time.ts';
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
import { said } from '../fakes/said.ts';

// Anything may be sent at any time, in any order and more than once. What is looked at is what comes out.

const PEOPLE = ['dev', 'lead', 'second', 'third', 'mallory'] as const;
export const GRANTS = ['grant0001', 'grant0002'] as const;
const HASH = 'a'.repeat(64);

export interface Sent {
  readonly command: RequestCommand;
  readonly at: Instant;
}
export interface Written {
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
        remindEveryMs: fc.constantFrom(undefined, durationMs(0), durationMs(300_000), HOUR_MS),
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
    { refusal: { code: 'policyChanged', told: asWritten('No more.') } },
    { steps: [{ name: 'now', reviewers: ['lead', 'third'], need: 2 }] },
    { reviewers: [['lead', 'mallory'], ['second'], ['dev', 'third']] },
    { reviewers: [['third'], ['lead', 'second', 'mallory'], []] },
  )
  .map((changes): Standing => ({ ...UNCHANGED, ...changes }));

const isHolders = fc.constantFrom(false, false, false, true);
const word = { runnerId, fence: fc.nat({ max: 3 }), isHolders };

const command: fc.Arbitrary<RequestCommand> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('review' as const),
      reviewer: person,
      deviceId: text,
      decision: fc.constantFrom('approve' as const, 'approve' as const, 'approve' as const, 'deny' as const),
      comment: text.map(said),
      step: fc.nat({ max: 2 }),
      requestHash: fc.constantFrom(HASH, HASH, HASH, 'b'.repeat(64)),
      signature: fc.constant('s'.repeat(86)),
      standing,
    }),
  },
  fc.record({ type: fc.constant('judge' as const), standing }),
  fc.record({ type: fc.constant('withdraw' as const), by: person }),
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('comment' as const),
      by: person,
      byOwner: fc.boolean(),
      comment: text.map(said),
      commentId: fc.constantFrom('comment01', 'comment02', 'comment03', 'constructor'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('tick' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('startActivation' as const), grantId, runnerId, isHolders }),
  },
  fc.record({ type: fc.constant('takeRevocation' as const), grantId, runnerId, isHolders }),
  {
    weight: 3,
    arbitrary: fc
      .record({
        grantId,
        ...word,
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
  fc.record({ type: fc.constant('reportFailed' as const), grantId, ...word, message: text }),
  fc.record({
    type: fc.constant('end' as const),
    grantId,
    by: person,
    byOwner: fc.boolean(),
    reason: text.map(said),
  }),
  fc.record({
    type: fc.constant('confirmGone' as const),
    grantId,
    by: person,
    byOwner: fc.boolean(),
    reason: text.map(said),
  }),
  fc.record({
    type: fc.constant('reportRevocationFailed' as const),
    grantId,
    ...word,
    foundThere: fc.boolean(),
    message: text,
  }),
  fc.record({
    type: fc.constant('reportRevoked' as const),
    grantId,
    ...word,
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

export const life = fc.record({
  plan,
  sent: fc.array(sending, { maxLength: 60 }).map(inOrder),
  shuffled: fc.array(sending, { maxLength: 10 }),
});

/** Clocks mostly go forward: the first commands of a story in the order of their times, the others as they come. */
function inOrder(sent: Sent[]): Sent[] {
  return sent.toSorted((a, b) => a.at - b.at);
}

export interface Told {
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
export function tell(thePlan: AskedPlan, sent: readonly Sent[]): Told {
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
      expect(inEnglish(decided.error.told)).toMatch(/\.$/);
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

export const grantsIn = (state: RequestState | undefined): Readonly<Record<string, GrantState>> =>
  state?.phase.kind === 'approved' ? state.phase.grants : {};
