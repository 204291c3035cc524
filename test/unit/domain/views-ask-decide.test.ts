import { describe, expect, test } from 'vitest';
import { canComment } from '../../../shared/domain/request/can-comment.ts';
import { canConfirmGone, canEnd } from '../../../shared/domain/request/can-end.ts';
import { canReview } from '../../../shared/domain/request/can-review.ts';
import { decide } from '../../../shared/domain/request/decide.ts';
import type { RequestCommand } from '../../../shared/domain/request/request-command.ts';
import { DAY_MS, HOUR_MS, instant } from '../../../shared/lib/time.ts';
import { reviewBy, START, story, type Story } from './fixtures.ts';
import { said } from '../../fakes/said.ts';

const G = 'grant0001';
const PEOPLE = ['dev', 'lead', 'second', 'boss', 'mallory'];
const WORD = { runnerId: 'runner', fence: 1, isHolders: false } as const;
const STEPS = [
  { name: 'a', reviewers: ['dev', 'lead', 'second'], need: 2 },
  { name: 'b', reviewers: ['lead'], need: 1 },
];

const FAILED: RequestCommand = {
  ...{ type: 'reportRevocationFailed', grantId: G, foundThere: false, message: 'no route to host' },
  ...WORD,
};

/** Every place that a request comes to; each says more than the one before. */
const SENT: readonly (readonly [string, RequestCommand, number])[] = [
  ['reviewed by one', reviewBy('lead'), 0],
  ['in its second step', reviewBy('second'), 0],
  ['approved', reviewBy('lead', { step: 1 }), 0],
  ['being set up', { type: 'startActivation', grantId: G, runnerId: 'runner', isHolders: false }, 0],
  [
    'active',
    {
      ...{ type: 'reportActivated', grantId: G, startsAt: START, expiresAt: instant(START + HOUR_MS) },
      ...{ evidence: null, ...WORD },
    },
    0,
  ],
  ...Array.from({ length: 6 }, (_, at) => [`failed ${at + 1} times`, FAILED, 2 * HOUR_MS] as const),
  [
    'revoked',
    {
      ...{ type: 'reportRevoked', grantId: G, foundThere: false, verifiedAt: instant(START + 2 * HOUR_MS) },
      ...{ evidence: null, ...WORD },
    },
    2 * HOUR_MS,
  ],
];

const PLACES = ['waiting', ...SENT.map(([name]) => name)];

function toldTo(place: string): Story {
  const told = story({ kind: 'review', steps: STEPS });
  for (const [, command, at] of SENT.slice(0, PLACES.indexOf(place))) told.send(command, instant(START + at));
  return told;
}

describe('what views ask is what is decided', () => {
  test.each(PLACES)('a request that is %s', (place) => {
    const { state } = toldTo(place);
    if (!state) throw new Error('there is no request');
    const takes = (command: RequestCommand, at: number): boolean => {
      const decided = decide(state, command, instant(at));
      return decided.ok && decided.value.length > 0;
    };
    const step = state.phase.kind === 'submitted' ? state.phase.step : 0;
    for (const id of PEOPLE) {
      for (const at of [START, state.facts.lapsesAt - 1, state.facts.lapsesAt])
        expect([id, canReview(state, id, instant(at))]).toEqual([id, takes(reviewBy(id, { step }), at)]);
      for (const isOwner of [true, false]) {
        const comments = { by: id, byOwner: isOwner, comment: said('Why?'), commentId: 'comment01' } as const;
        for (const at of [START, START + 2 * HOUR_MS, START + 8 * DAY_MS, START + 40 * DAY_MS])
          expect([id, canComment(state, { id, isOwner }, instant(at))]).toEqual([
            id,
            takes({ type: 'comment', ...comments }, at),
          ]);
        const ends = { grantId: G, by: id, byOwner: isOwner, reason: said('done') } as const;
        expect(canEnd(state, G, { id, isOwner })).toBe(takes({ type: 'end', ...ends }, START));
        expect(canConfirmGone(state, G, { id, isOwner })).toBe(
          takes({ type: 'confirmGone', ...ends }, START),
        );
      }
    }
  });

  test('nothing is offered for review once it has lapsed, also where the service has not said so', () => {
    const { state } = toldTo('waiting');
    const can = (at: number) => state && canReview(state, 'lead', instant(at));
    expect([can(START), state && can(state.facts.lapsesAt)]).toEqual([true, false]);
  });

  test('the places are all different', () => {
    const kinds = PLACES.map((place) => {
      const phase = toldTo(place).state?.phase;
      return phase?.kind === 'approved' ? phase.grants[G]?.kind : phase?.kind;
    });
    expect(new Set(kinds)).toEqual(
      new Set(['submitted', 'scheduled', 'activating', 'active', 'revoking', 'revoked']),
    );
  });
});
