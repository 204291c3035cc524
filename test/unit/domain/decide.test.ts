import { inWords } from '../../support/in-words.ts';
import { asWritten } from '../../../shared/words/told.ts';
import { describe, expect, test } from 'vitest';
import { grantStateSchema } from '../../../shared/contract/request-schema.ts';
import type { GrantState } from '../../../shared/domain/grant/grant.ts';
import { CONFIRM_WITHIN_MS } from '../../../shared/domain/grant/tick-grant.ts';
import { decide } from '../../../shared/domain/request/decide.ts';
import { addMs, DAY_MS, HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import {
  entitlement,
  factsWith,
  ONE_STEP,
  planOf,
  outcomeOf,
  reviewBy,
  START,
  story,
  type Story,
} from './fixtures.ts';
import { said } from '../../fakes/said.ts';

const G = 'grant0001';
const END = instant(START + HOUR_MS);
const at = (ms: number) => instant(START + ms);
const TICK = { type: 'tick' } as const;
/** Until then the runner that granted has the end to itself. */
const CONFIRMED_BY = addMs(END, CONFIRM_WITHIN_MS);

/** Whose word it is: the runner's that set it up, which counts whatever number it says. */
const WORD = { runnerId: 'runner', fence: 1, isHolders: false } as const;

const start = { type: 'startActivation', grantId: G, runnerId: 'runner', isHolders: false } as const;
const activated = {
  type: 'reportActivated',
  grantId: G,
  ...WORD,
  startsAt: START,
  expiresAt: END,
  evidence: null,
} as const;
const revokedAt = (ms: number) =>
  ({
    type: 'reportRevoked',
    grantId: G,
    ...WORD,
    foundThere: false,
    verifiedAt: at(ms),
    evidence: null,
  }) as const;
const endBy = (by: string, byOwner = false) =>
  ({ type: 'end', grantId: G, by, byOwner, reason: 'done' }) as const;
const failedRevocation = {
  type: 'reportRevocationFailed',
  grantId: G,
  ...WORD,
  foundThere: false,
  message: 'no route to host',
} as const;

const grantOf = (told: Story) =>
  told.state?.phase.kind === 'approved' ? told.state.phase.grants[G] : undefined;

function approved(): Story {
  const told = story();
  told.send(reviewBy('lead'));
  return told;
}

function active(): Story {
  const told = approved();
  told.send(start);
  told.send(activated);
  return told;
}

describe('asking', () => {
  test('a request that policy grants is approved at once', () => {
    const told = story({ kind: 'auto' });
    expect(told.state?.phase).toMatchObject({
      kind: 'approved',
      by: 'policy',
      grants: { [G]: { kind: 'scheduled' } },
    });
  });

  test('a request that needs a review waits for it', () =>
    expect(story().state?.phase).toEqual({ kind: 'submitted', step: 0 }));

  test('a request that policy refuses is kept with the reason', () => {
    const refusal = { code: 'noRule', told: asWritten('No rule.') } as const;
    const outcome = { kind: 'refused', refusal, rules: [], maxDurationMs: null } as const;
    expect(decide(undefined, { type: 'submit', facts: factsWith(), outcome }, START)).toMatchObject({
      value: [{ type: 'requestRefused', refusal }],
    });
  });

  test('the same request again writes nothing, another one under its number is refused', () => {
    const told = story();
    const outcome = outcomeOf(ONE_STEP);
    expect(told.send({ type: 'submit', facts: factsWith(), outcome })).toEqual([]);
    expect(told.send({ type: 'submit', facts: factsWith({ requestHash: 'b'.repeat(64) }), outcome })).toBe(
      'alreadyExists',
    );
  });

  test('policy’s word is not enough where the plan that is shown asks for a review', () => {
    const told = story({ kind: 'auto' }, { plan: planOf(ONE_STEP) });
    expect(told.state?.phase.kind).toBe('submitted');
  });

  test('nothing can be done to a request that nobody made', () =>
    expect(decide(undefined, reviewBy('lead'), START)).toMatchObject({
      ok: false,
      error: { code: 'notFound' },
    }));
});

describe('reviewing', () => {
  test.each([
    ['its requester', reviewBy('dev'), 'ownRequest'],
    ['its requester who denies', reviewBy('dev', { decision: 'deny' }), 'ownRequest'],
    ['somebody who is not a reviewer', reviewBy('mallory'), 'notReviewer'],
    ['who saw another request', reviewBy('lead', { requestHash: 'b'.repeat(64) }), 'requestChanged'],
    ['who saw a later step', reviewBy('lead', { step: 1 }), 'requestChanged'],
  ])('does not count from %s', (_, command, code) => {
    const told = story();
    expect(told.send(command)).toBe(code);
    expect(told.state?.reviews).toEqual([]);
  });

  test('one approval of one is enough', () =>
    expect(story().send(reviewBy('lead'))).toEqual(['reviewGiven', 'requestApproved']));

  test('one denial is enough', () =>
    expect(story().send(reviewBy('second', { decision: 'deny', comment: said('not today') }))).toEqual([
      'reviewGiven',
      'requestDenied',
    ]));

  test('two approvals must come from two people, whatever their devices', () => {
    const told = story({ kind: 'review', steps: [{ name: 'both', reviewers: ['lead', 'second'], need: 2 }] });
    expect(told.send(reviewBy('lead'))).toEqual(['reviewGiven']);
    expect(told.send(reviewBy('lead', { deviceId: 'lead-phone' }))).toBe('alreadyReviewed');
    expect(told.send(reviewBy('second'))).toEqual(['reviewGiven', 'requestApproved']);
  });

  test('an approval that arrives again does not count for the next step', () => {
    const step = { name: 'first', reviewers: ['lead', 'second'], need: 1 };
    const told = story({ kind: 'review', steps: [step, { ...step, name: 'then' }] });
    expect(told.send(reviewBy('lead'))).toEqual(['reviewGiven', 'stepDone']);
    expect(told.send(reviewBy('lead'))).toBe('alreadyReviewed');
    expect(told.send(reviewBy('second', { step: 0 }))).toBe('alreadyReviewed');
    expect(told.state?.phase).toEqual({ kind: 'submitted', step: 1 });
    expect(told.send(reviewBy('lead', { step: 1 }))).toEqual(['reviewGiven', 'requestApproved']);
  });

  test('comes too late after a withdrawal, a denial, an approval, and after the time to answer', () => {
    const withdrawn = story();
    withdrawn.send({ type: 'withdraw', by: 'dev' });
    expect(withdrawn.send(reviewBy('lead'))).toBe('alreadyDecided');
    const denied = story();
    denied.send(reviewBy('lead', { decision: 'deny' }));
    expect(denied.send(reviewBy('second'))).toBe('alreadyDecided');
    expect(approved().send(reviewBy('second'))).toBe('alreadyDecided');
    expect(story().send(reviewBy('lead'), at(DAY_MS))).toBe('alreadyDecided');
  });
});

describe('withdrawing and lapsing', () => {
  test('only the requester withdraws, once, and only what is not decided', () => {
    const told = story();
    expect(told.send({ type: 'withdraw', by: 'lead' })).toBe('notAllowed');
    expect(told.send({ type: 'withdraw', by: 'dev' })).toEqual(['requestWithdrawn']);
    expect(told.send({ type: 'withdraw', by: 'dev' })).toEqual([]);
    expect(approved().send({ type: 'withdraw', by: 'dev' })).toBe('alreadyDecided');
  });

  test('of what is over already nobody is sent to end it', () => {
    const told = active();
    const why = () => decide(told.state, { type: 'withdraw', by: 'dev' }, at(34 * MINUTE_MS));
    expect(why()).toMatchObject({ error: { told: { code: 'requestStands' } } });
    told.send(endBy('dev'));
    told.send(revokedAt(0));
    expect(why()).toMatchObject({ error: { told: { code: 'requestOver' } } });
  });

  test('what nobody answers lapses when its time is over, not before', () => {
    const told = story();
    expect(told.send(TICK, at(DAY_MS - 1))).toEqual([]);
    expect(told.send(TICK, at(DAY_MS))).toEqual(['requestLapsed']);
    expect(told.send(TICK, at(DAY_MS))).toEqual([]);
  });
});

describe('activating', () => {
  test('the clock starts when access works', () => {
    const told = approved();
    told.send(start, at(20 * MINUTE_MS));
    const window = { startsAt: at(21 * MINUTE_MS), expiresAt: at(81 * MINUTE_MS) };
    expect(told.send({ ...activated, ...window }, at(21 * MINUTE_MS))).toEqual(['grantActivated']);
    expect(grantOf(told)).toMatchObject({ kind: 'active', ...window });
  });

  test('starting again with the same runner writes nothing, another runner takes over', () => {
    const told = approved();
    expect(told.send(start)).toEqual(['grantActivating']);
    expect(told.send(start)).toEqual([]);
    expect(told.send({ ...start, runnerId: 'other' })).toEqual(['grantActivating']);
    expect(told.send(activated)).toBe('takenOver');
    expect(told.send({ ...activated, runnerId: 'other' })).toEqual(['grantActivated']);
  });

  test('what another runner has taken over cannot be failed, revoked or ended by the one before', () => {
    const late = [
      { type: 'reportFailed', grantId: G, ...WORD, message: 'interrupted' } as const,
      failedRevocation,
      revokedAt(0),
    ];
    const told = approved();
    told.send(start);
    told.send({ ...start, runnerId: 'other' });
    for (const report of late) expect(told.send(report)).toBe('takenOver');
    told.send({ ...activated, runnerId: 'other' });
    for (const report of late) expect(told.send(report)).toBe('takenOver');
    expect(grantOf(told)).toMatchObject({ kind: 'active', runnerId: 'other' });
  });

  test.each([
    ['is longer than what was approved', { expiresAt: instant(END + 1) }],
    ['ends before it starts', { expiresAt: instant(START - 1) }],
    ['starts in the future', { startsAt: at(MINUTE_MS), expiresAt: END }],
    ['started before anybody was asked to', { startsAt: at(-HOUR_MS), expiresAt: START }],
  ])('a window that %s is refused', (_, window) => {
    const told = approved();
    told.send(start);
    expect(told.send({ ...activated, ...window })).toBe('badInput');
    expect(grantOf(told)?.kind).toBe('activating');
  });

  test('a report that comes twice is true once', () => {
    const told = active();
    expect(told.send(activated)).toEqual([]);
    expect(told.send({ type: 'reportFailed', grantId: G, ...WORD, message: 'late' })).toBe('notActive');
  });

  test('what did not work has failed, and nothing is left to revoke', () => {
    const told = approved();
    told.send(start);
    expect(told.send({ type: 'reportFailed', grantId: G, ...WORD, message: 'no such role' })).toEqual([
      'grantFailed',
    ]);
    expect(told.send({ type: 'reportFailed', grantId: G, ...WORD, message: 'no such role' })).toEqual([]);
    expect(told.send(revokedAt(0))).toBe('notActive');
  });

  test.each(['constructor', '__proto__', 'toString', 'grant0002'])('there is no grant %s', (grantId) =>
    expect(active().send({ ...endBy('dev'), grantId })).toBe('notFound'),
  );

  test('the grants of one request live apart from each other', () => {
    const two = { entitlements: [entitlement('a', G), entitlement('b', 'grant0002')] };
    const told = story({ kind: 'auto' }, two);
    told.send(start);
    told.send(activated);
    expect(told.state?.phase).toMatchObject({
      grants: { [G]: { kind: 'active' }, grant0002: { kind: 'scheduled' } },
    });
  });
});

describe('access that is not heard of', () => {
  test('has failed when no runner took it up within an hour', () => {
    const told = approved();
    expect(told.send(TICK, at(HOUR_MS - 1))).toEqual([]);
    expect(told.send(TICK, at(HOUR_MS))).toEqual(['grantFailed']);
    expect(grantOf(told)).toMatchObject({
      kind: 'failed',
      message: inWords(/Once a runner of its pool is connected/),
    });
    expect(told.send(start, at(HOUR_MS))).toBe('notActive');
  });

  test('is taken away when its runner has said nothing for half an hour, and is overdue when nobody does that', () => {
    const told = approved();
    told.send(start, at(MINUTE_MS));
    expect(told.send(TICK, at(31 * MINUTE_MS - 1))).toEqual([]);
    expect(told.send(TICK, at(31 * MINUTE_MS))).toEqual(['grantEnding']);
    expect(grantOf(told)).toMatchObject({ kind: 'revoking', cause: 'activationFailed', expiresAt: null });
    expect(told.send(activated, at(32 * MINUTE_MS))).toBe('notActive');
    expect(told.send(TICK, at(32 * MINUTE_MS))).toEqual(['grantOverdue']);
    expect(told.send(revokedAt(33 * MINUTE_MS), at(33 * MINUTE_MS))).toEqual(['grantRevoked']);
  });
});

describe('ending', () => {
  test.each([
    ['its holder', endBy('dev'), 'returned'],
    ['who approved it', endBy('lead'), 'ended'],
    ['an owner', endBy('owner', true), 'ended'],
  ])('%s can end it early', (_, command, cause) => {
    const told = active();
    expect(told.send(command, at(MINUTE_MS))).toEqual(['grantEnding']);
    expect(grantOf(told)).toMatchObject({ kind: 'revoking', cause, since: at(MINUTE_MS) });
    expect(told.send(command, at(MINUTE_MS))).toEqual([]);
  });

  test('nobody else can', () => {
    expect(active().send(endBy('second'))).toBe('notAllowed');
    expect(active().send(endBy('mallory'))).toBe('notAllowed');
  });

  test('what no runner ever took is over at once: nobody has to verify it, and it is never overdue', () => {
    const told = approved();
    expect(told.send(endBy('dev'), at(MINUTE_MS))).toEqual(['grantEnding', 'grantRevoked']);
    const ended = {
      kind: 'revoked',
      cause: 'returned',
      verifiedAt: at(MINUTE_MS),
      lateMs: 0,
      startsAt: null,
    };
    expect(grantOf(told)).toMatchObject({ ...ended, neverBegan: true });
    // What was kept before this was said still reads.
    const { neverBegan: _unsaid, ...older } = grantOf(told) as GrantState & { kind: 'revoked' };
    for (const kept of [grantOf(told), older]) expect(grantStateSchema.parse(kept)).toEqual(kept);
    expect(told.send(TICK, at(HOUR_MS))).toEqual([]);
    expect(told.send(start, at(HOUR_MS))).toBe('notActive');
    expect(told.send(endBy('dev'), at(HOUR_MS))).toEqual([]);
  });

  test('it can be ended while it is being made, and the late report does not bring it back', () => {
    const told = approved();
    told.send(start);
    expect(told.send(endBy('dev'))).toEqual(['grantEnding']);
    expect(told.send(activated)).toBe('notActive');
    expect(told.send(revokedAt(0))).toEqual(['grantRevoked']);
  });

  test('how late it was is counted from the moment it was ended', () => {
    const told = active();
    told.send(endBy('dev'), at(MINUTE_MS));
    told.send(revokedAt(MINUTE_MS + 700), at(MINUTE_MS + 900));
    expect(grantOf(told)).toMatchObject({ kind: 'revoked', dueAt: at(MINUTE_MS), lateMs: 700 });
  });
});

describe('the deadline', () => {
  test('is the runner’s own for 15 s: then what it has not confirmed is taken away, not before', () => {
    const told = active();
    expect(told.send(TICK, instant(CONFIRMED_BY - 1))).toEqual([]);
    expect(told.send(TICK, CONFIRMED_BY)).toEqual(['grantEnding']);
    expect(told.send(TICK, CONFIRMED_BY)).toEqual([]);
  });

  test('a runner that revoked from its own journal is believed', () => {
    const told = active();
    expect(told.send(revokedAt(HOUR_MS + 300), at(HOUR_MS + SECOND_MS))).toEqual([
      'grantEnding',
      'grantRevoked',
    ]);
    expect(grantOf(told)).toMatchObject({ kind: 'revoked', cause: 'expired', dueAt: END, lateMs: 300 });
    expect(told.send(revokedAt(HOUR_MS + 300), at(HOUR_MS + SECOND_MS))).toEqual([]);
  });

  test('nothing is revoked in the middle by a report that nobody asked for', () => {
    const told = active();
    expect(told.send(revokedAt(MINUTE_MS), at(MINUTE_MS))).toBe('notActive');
    expect(told.send(failedRevocation, at(MINUTE_MS))).toBe('notActive');
  });

  test('a revocation that claims to be in the future happened now', () => {
    const told = active();
    told.send(revokedAt(10 * HOUR_MS), at(HOUR_MS));
    expect(grantOf(told)).toMatchObject({ verifiedAt: END, lateMs: 0 });
  });

  test('access that should be gone for a minute is overdue, active or revoking', () => {
    const silent = active();
    expect(silent.send(TICK, at(HOUR_MS + 59 * SECOND_MS))).toEqual(['grantEnding']);
    expect(silent.send(TICK, at(HOUR_MS + MINUTE_MS - 1))).toEqual([]);
    expect(silent.send(TICK, at(HOUR_MS + MINUTE_MS))).toEqual(['grantOverdue']);
    expect(silent.send(TICK, at(HOUR_MS + MINUTE_MS))).toEqual([]);
    expect(grantOf(silent)).toMatchObject({ kind: 'revoking', overdue: true });

    const unseen = active();
    expect(unseen.send(TICK, at(2 * HOUR_MS))).toEqual(['grantEnding', 'grantOverdue']);
    expect(grantOf(unseen)).toMatchObject({ kind: 'revoking', cause: 'expired', overdue: true });

    const ended = active();
    ended.send(endBy('lead'), at(MINUTE_MS));
    expect(ended.send(TICK, at(2 * MINUTE_MS))).toEqual(['grantOverdue']);
  });

  test('six failures make it stuck, and the seventh attempt still counts when it works', () => {
    const told = active();
    for (const attempts of [1, 2, 3, 4, 5, 6]) {
      told.send(failedRevocation, at(HOUR_MS + attempts * SECOND_MS));
      expect(grantOf(told)).toMatchObject({
        attempts,
        stuck: attempts >= 6,
        lastMessage: 'no route to host',
      });
    }
    expect(told.send(revokedAt(2 * HOUR_MS), at(2 * HOUR_MS))).toEqual(['grantRevoked']);
    expect(grantOf(told)).toMatchObject({ kind: 'revoked', lateMs: HOUR_MS });
  });
  test('only what is stuck can be said to be gone, only by an owner, not by its holder, and not without a reason', () => {
    const gone = {
      type: 'confirmGone',
      grantId: G,
      by: 'olga',
      byOwner: true,
      reason: said('scrapped'),
    } as const;
    const told = active();
    expect(told.send(gone, at(1))).toBe('notActive');
    for (const attempts of [1, 2, 3, 4, 5, 6]) told.send(failedRevocation, at(HOUR_MS + attempts));
    expect(told.send({ ...gone, byOwner: false }, at(2 * HOUR_MS))).toBe('notAllowed');
    expect(told.send({ ...gone, by: 'dev' }, at(2 * HOUR_MS))).toBe('notAllowed');
    expect(told.send({ ...gone, reason: said(' ') }, at(2 * HOUR_MS))).toBe('badInput');
    expect(told.send(gone, at(2 * HOUR_MS))).toEqual(['grantConfirmedGone']);
    expect(grantOf(told)).toMatchObject({ kind: 'revoked', lateMs: HOUR_MS, confirmedBy: 'olga' });
    // Twice is once, and the runner that can after all changes nothing.
    expect(told.send(gone, at(3 * HOUR_MS))).toEqual([]);
    expect(told.send(revokedAt(3 * HOUR_MS), at(3 * HOUR_MS))).toEqual([]);
    expect(told.send(failedRevocation, at(3 * HOUR_MS))).toBe('notActive');
  });
});
