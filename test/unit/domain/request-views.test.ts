import { asWritten } from '../../../shared/words/told.ts';
import { canBeAskedAgain } from '../../../shared/domain/request/can-be-asked-again.ts';
import { describe, expect, test } from 'vitest';
import { canEnd } from '../../../shared/domain/request/can-end.ts';
import { canReview } from '../../../shared/domain/request/can-review.ts';
import { deadlineOf } from '../../../shared/domain/request/deadline-of.ts';
import { evolve, fold } from '../../../shared/domain/request/evolve.ts';
import { grantsOf } from '../../../shared/domain/request/grants-of.ts';
import { isOpen } from '../../../shared/domain/request/is-open.ts';
import { pendingReviewers } from '../../../shared/domain/request/pending-reviewers.ts';
import { requestStatus } from '../../../shared/domain/request/request-status.ts';
import type { GrantState } from '../../../shared/domain/grant/grant.ts';
import type { Phase, RequestState } from '../../../shared/domain/request/request.ts';
import { DAY_MS, durationMs, HOUR_MS, instant } from '../../../shared/lib/time.ts';
import { entitlement, factsWith, reviewBy, START, story } from './fixtures.ts';
import { said } from '../../fakes/said.ts';

const END = instant(START + HOUR_MS);
const REVOKING = {
  by: null,
  since: START,
  startsAt: START,
  expiresAt: END,
  attempts: 0,
  lastMessage: null,
} as const;
const GRANTS = {
  scheduled: { kind: 'scheduled', startsAt: START },
  activating: { kind: 'activating', since: START, runnerId: 'r' },
  active: { kind: 'active', startsAt: START, expiresAt: END, runnerId: 'r', overdue: false },
  revoking: { kind: 'revoking', cause: 'expired', stuck: false, overdue: false, ...REVOKING },
  failed: { kind: 'failed', at: START, message: '' },
  revoked: {
    kind: 'revoked',
    cause: 'expired',
    by: null,
    startsAt: START,
    expiresAt: END,
    dueAt: END,
    verifiedAt: END,
    lateMs: durationMs(0),
    confirmedBy: null,
  },
} satisfies Record<GrantState['kind'], GrantState>;

const UNANSWERED = { version: 1, reviewers: [['lead', 'second']], former: [], reviews: [] };

const inPhase = (phase: Phase): RequestState => ({
  facts: factsWith(),
  ...UNANSWERED,
  phase,
});

function withGrants(...kinds: (keyof typeof GRANTS)[]): RequestState {
  const ids = kinds.map((_, index) => `grant000${index}`);
  const grants = Object.fromEntries(kinds.map((kind, index) => [`grant000${index}`, GRANTS[kind]]));
  const facts = factsWith({ entitlements: ids.map((id) => entitlement(`e-${id}`, id)) });
  return { facts, ...UNANSWERED, phase: { kind: 'approved', at: START, by: 'reviews', grants } };
}

describe('the one word for a request', () => {
  test.each([
    [['active'], 'active', true],
    [['active', 'scheduled'], 'scheduled', true],
    [['revoked', 'activating', 'active'], 'activating', true],
    [['revoked', 'active'], 'active', true],
    [['revoked', 'revoking'], 'revoking', true],
    [['failed', 'active'], 'active', true],
    [['revoked', 'failed'], 'failed', false],
    [['revoked', 'revoked'], 'revoked', false],
  ] as const)('of grants that are %j is %s', (kinds, word, open) => {
    expect(requestStatus(withGrants(...kinds))).toBe(word);
    expect(isOpen(withGrants(...kinds))).toBe(open);
  });

  test.each([
    [{ kind: 'submitted', step: 0 }, true],
    [{ kind: 'denied', at: START, by: 'lead', comment: said('') }, false],
    [{ kind: 'withdrawn', at: START }, false],
    [{ kind: 'lapsed', at: START }, false],
    [{ kind: 'refused', at: START, refusal: { code: 'noRule', told: asWritten('') } }, false],
  ] as const)('before there are grants is its phase: %j', (phase, open) => {
    expect(requestStatus(inPhase(phase))).toBe(phase.kind);
    expect(isOpen(inPhase(phase))).toBe(open);
  });
});

test.each([
  ['policyChanged', true],
  ['reasonMissing', true],
  ['noRule', false],
  ['tooLong', false],
] as const)('what was refused as %s can be asked again: %s', (code, can) => {
  expect(
    canBeAskedAgain(inPhase({ kind: 'refused', at: START, refusal: { code, told: asWritten('') } })),
  ).toBe(can);
});

describe('what a view asks', () => {
  test('the deadline is when it lapses, then when the first grant ends, then none', () => {
    expect(deadlineOf(inPhase({ kind: 'submitted', step: 0 }))).toBe(START + DAY_MS);
    expect(deadlineOf(withGrants('scheduled', 'active'))).toBe(END);
    expect(deadlineOf(withGrants('revoked'))).toBeNull();
  });

  test('grants come in the order they were asked for', () =>
    expect(grantsOf(withGrants('revoked', 'active')).map(({ grant }) => grant.kind)).toEqual([
      'revoked',
      'active',
    ]));

  test('who can still review is who has not, of the step it waits for', () => {
    const told = story({
      kind: 'review',
      steps: [
        { name: 'a', reviewers: ['dev', 'lead', 'second'], need: 2 },
        { name: 'b', reviewers: ['lead'], need: 1 },
      ],
    });
    const pending = () => (told.state ? pendingReviewers(told.state) : null);
    expect(pending()).toEqual(['lead', 'second']);
    told.send(reviewBy('lead'));
    expect(pending()).toEqual(['second']);
    expect(told.state && canReview(told.state, 'lead', START)).toBe(false);
    told.send(reviewBy('second'));
    expect(pending()).toEqual(['lead']);
    told.send(reviewBy('lead', { step: 1 }));
    expect(pending()).toEqual([]);
  });

  test('who can end a grant is its holder, who approved it, and an owner, while it runs', () => {
    const told = story();
    told.send(reviewBy('lead'));
    const can = (who: string, isOwner = false) =>
      told.state && canEnd(told.state, 'grant0001', { id: who, isOwner });
    expect([can('dev'), can('lead'), can('boss', true)]).toEqual([true, true, true]);
    expect([can('second'), can('boss')]).toEqual([false, false]);
    expect(canEnd(withGrants('revoked'), 'grant0000', { id: 'dev', isOwner: true })).toBe(false);
    expect(canEnd(withGrants('active'), 'constructor', { id: 'dev', isOwner: true })).toBe(false);
  });
});

describe('a damaged log', () => {
  test('is a fault where nothing was submitted', () =>
    expect(() => fold([{ entry: { type: 'requestLapsed' }, at: START }])).toThrow(
      /before the request was submitted/,
    ));

  test.each([
    [
      {
        type: 'grantRevoked',
        grantId: 'grant0000',
        verifiedAt: START,
        lateMs: durationMs(0),
        evidence: null,
      },
    ],
    [{ type: 'revocationFailed', grantId: 'grant0000', attempts: 1, message: '', stuck: false }],
    [{ type: 'grantOverdue', grantId: 'grant0000' }],
    [{ type: 'grantOverdue', grantId: 'constructor' }],
  ] as const)('is a fault where a grant could not do what it did: %j', (entry) =>
    expect(() => evolve(withGrants('scheduled'), entry, START)).toThrow(/grant/),
  );
});
