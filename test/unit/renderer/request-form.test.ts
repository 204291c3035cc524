import { inEnglish } from '../../../shared/words/words.ts';
import { asWritten } from '../../../shared/words/told.ts';
import { describe, expect, it } from 'vitest';
import { dayRange } from '../../../renderer/features/history/day-range.ts';
import { fieldProblems } from '../../../renderer/features/request/field-problems.ts';
import { limitsOf } from '../../../renderer/features/request/limits-of.ts';
import { progressSteps } from '../../../renderer/features/request/progress-steps.ts';
import type { GrantState } from '../../../shared/domain/grant/grant.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { instant, MINUTE_MS } from '../../../shared/lib/time.ts';
import {
  activeGrant,
  approvedPhase,
  revokedGrant,
  sampleRequest,
  stuckGrant,
} from '../../fakes/sample-requests.ts';
import { sampleSnapshot } from '../../fakes/sample-snapshot.ts';

const NOW = Date.parse('2026-11-23T13:00:00Z');
const snapshot = sampleSnapshot('full', NOW);
const pick = (...ids: string[]) => snapshot.catalog.items.filter(({ id }) => ids.includes(id));
const HOUR = 3_600_000;

describe('what policy demands of several at once', () => {
  it('is the strictest of each', () => {
    const items = pick('prod/payments-db:write', 'prod/payments-db:read');
    expect(limitsOf(items, null)).toEqual({
      maxDurationMs: 2 * HOUR,
      minReasonLength: 10,
      needsTicket: true,
    });
  });

  it('is nothing while nothing is chosen', () => {
    expect(limitsOf([], null)).toEqual({ maxDurationMs: null, minReasonLength: 0, needsTicket: false });
  });
});

describe('what is wrong with a draft', () => {
  const good = {
    chosen: pick('prod/payments-db:write'),
    duration: '1h',
    reason: 'Refunds are stuck',
    ticket: 'INC-1',
  };
  const problems = (change: Partial<typeof good>) => {
    const draft = { ...good, ...change };
    return fieldProblems(draft, limitsOf(draft.chosen, null), null);
  };

  it('is nothing when everything is there', () => {
    expect(Object.values(problems({}))).toEqual([null, null, null, null]);
  });

  it.each([
    { field: 'entitlements', change: { chosen: [] }, sentence: 'Choose what you need from the list.' },
    { field: 'duration', change: { duration: '3h' }, sentence: 'Policy allows at most 2h for this.' },
    { field: 'duration', change: { duration: '90' }, sentence: 'Say the unit: 90m, 90h or 90d.' },
    { field: 'duration', change: { duration: '-1h' }, sentence: /not a duration/ },
    { field: 'reason', change: { reason: '   ' }, sentence: /Say why/ },
    { field: 'reason', change: { reason: 'short' }, sentence: /at least 10 characters/ },
    { field: 'ticket', change: { ticket: ' ' }, sentence: 'Policy wants a ticket for this.' },
    {
      field: 'reason',
      change: { reason: 'x'.repeat(2_041) },
      sentence: '41 characters too long: at most 2,000.',
    },
    { field: 'ticket', change: { ticket: 'x'.repeat(101) }, sentence: '1 character too long: at most 100.' },
  ] as const)('at $field, for $change', ({ field, change, sentence }) => {
    expect(problems(change as Partial<typeof good>)[field]).toMatch(sentence);
  });

  it('is what policy says where only policy knows', () => {
    const refusal = { code: 'ticketMissing', told: asWritten('Write a ticket such as INC-4711.') } as const;
    const preview = {
      kind: 'review',
      sentence: '',
      maxDurationMs: null,
      steps: [],
      problems: [{ field: 'ticket' as const, refusal }],
    } as const;
    const found = fieldProblems(good, limitsOf(good.chosen, null), {
      ...preview,
      steps: [],
      problems: [...preview.problems],
    });
    expect(found.ticket).toBe(inEnglish(refusal.told));
  });
});

describe('the progress of a request', () => {
  const nameOf = (id: string): string => id.split('@')[0] ?? id;
  const told = (request: RequestState): string[] =>
    progressSteps(request, { nameOf, now: NOW }).map(({ text, state }) => `${state}: ${text}`);
  const steps = (requestId: string): string[] => {
    const request = snapshot.mine.find(({ facts }) => facts.requestId === requestId);
    return request ? told(request) : [];
  };
  const withGrant = (grant: GrantState): string[] =>
    told(
      sampleRequest({
        id: 'req0000020',
        submittedAt: NOW - 10 * MINUTE_MS,
        phase: approvedPhase('req0000020', NOW - 9 * MINUTE_MS, [grant]),
      }),
    );

  it('says for whom it waits', () => {
    expect(steps('req0000008')).toEqual([
      'done: Sent',
      'now: Waiting for lead or ops',
      'ahead: Setting up access',
      'ahead: Active',
    ]);
  });

  it('says that policy granted it', () => {
    expect(steps('req0000005')).toEqual([
      'done: Sent',
      'done: Granted by policy',
      'done: Set up',
      'now: Active',
    ]);
  });

  it.each([
    ['just now', 5, 'now: Setting up access'],
    ['for long', 500, 'now: Waits for a runner of the pool default for 8m'],
  ])('says whom setting up waits for, when it waits %s', (_when, seconds, line) => {
    const startsAt = instant(NOW - seconds * 1_000);
    expect(withGrant({ kind: 'scheduled', startsAt })).toContain(line);
  });

  it('says of each part of a bundle how it stands', () => {
    const titles = ['one', 'two', 'three', 'four'].map((id) => [id, id.toUpperCase()] as const);
    const startsAt = instant(NOW - 8 * MINUTE_MS);
    const gone = { ...revokedGrant(NOW - 1, NOW - 1, 0), startsAt: null, expiresAt: null };
    const grants: readonly GrantState[] = [
      activeGrant(NOW, NOW),
      { kind: 'scheduled', startsAt },
      { kind: 'failed', at: startsAt, message: 'no such role' },
      { ...gone, cause: 'activationFailed' } as GrantState,
    ];
    const phase = approvedPhase('req0000021', NOW, grants);
    const request = sampleRequest({ id: 'req0000021', titles, submittedAt: NOW - 1, phase });
    const parts = progressSteps(request, { nameOf, now: NOW }).slice(2);
    expect(parts.map(({ title }) => title)).toEqual(['ONE', 'TWO', 'THREE', 'FOUR']);
    expect(parts.map(({ text, state }) => `${state}: ${text}`)).toEqual([
      expect.stringMatching(/^now: active until /),
      expect.stringMatching(/^now: waits for a runner since /),
      'failed: could not be set up; nothing was left behind. \u2068no such role\u2069',
      'failed: could not be set up; nothing was left behind',
    ]);
  });

  it('never calls set up what never worked', () => {
    const stopped = { ...stuckGrant(NOW - 1, NOW - 1), startsAt: null, expiresAt: null, stuck: false };
    expect(withGrant({ ...stopped, cause: 'activationFailed' } as GrantState).slice(2)).toEqual([
      'failed: Could not be set up',
      'now: Making sure that nothing is left behind',
    ]);
    const gone = { ...revokedGrant(NOW - 1, NOW - 1, 0), startsAt: null, expiresAt: null };
    expect(withGrant({ ...gone, cause: 'returned' } as GrantState).slice(2)).toEqual([
      'failed: Stopped before it worked; nothing was left behind',
    ]);
    expect(withGrant({ ...gone, cause: 'returned', neverBegan: true } as GrantState).slice(2)).toEqual([
      'failed: Never began: nothing to take away',
    ]);
    expect(
      withGrant({ ...gone, cause: 'activationFailed', confirmedBy: 'olga' } as GrantState).slice(2),
    ).toEqual(['failed: Could not be set up; not verified gone']);
  });
});

describe('days to search between', () => {
  it('are whole local days, the last one too', () => {
    const { from, to } = dayRange('2026-11-23', '2026-11-23');
    expect(new Date(from ?? 0).getHours()).toBe(0);
    expect(to).toBe(new Date(2026, 10, 24).getTime() - 1);
  });

  it('are open where nothing is chosen or what is typed is no day', () => {
    expect(dayRange('', '20261-1-1')).toEqual({ from: null, to: null });
  });
});
