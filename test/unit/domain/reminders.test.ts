import { describe, expect, test } from 'vitest';
import { logRecordSchema } from '../../../shared/contract/record-schema.ts';
import { requestStateSchema } from '../../../shared/contract/request-schema.ts';
import { remindersIn } from '../../../shared/domain/request/reminders.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import type { ApprovalStep } from '../../../shared/domain/policy/approval-step.ts';
import { nextAt } from '../../../shared/domain/request/tick.ts';
import { canonicalText } from '../../../shared/lib/canonical-json.ts';
import { DAY_MS, durationMs, HOUR_MS, instant, MINUTE_MS } from '../../../shared/lib/time.ts';
import { factsWith, planOf, reviewBy, START, story, type AskedPlan } from './fixtures.ts';
import { said } from '../../fakes/said.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';

const EVERY = durationMs(5 * MINUTE_MS);
const TICK = { type: 'tick' } as const;
const at = (minutes: number) => instant(START + minutes * MINUTE_MS);

const step = (change: Partial<ApprovalStep> = {}): ApprovalStep => ({
  ...{ name: 'owner', reviewers: ['lead', 'second'], need: 1, remindEveryMs: EVERY, meant: [] },
  ...change,
});
const plan = (...steps: readonly ApprovalStep[]): AskedPlan => ({ kind: 'review', steps });

describe('whoever has not answered', () => {
  test('is told again at each interval, not before', () => {
    const told = story(plan(step()));
    expect(told.send(TICK, instant(at(5) - 1))).toEqual([]);
    expect(told.send(TICK, at(5))).toEqual(['reviewReminded']);
    expect(told.send(TICK, at(5))).toEqual([]);
    expect(told.send(TICK, at(10))).toEqual(['reviewReminded']);
    expect(told.records.at(-1)?.entry).toEqual({ type: 'reviewReminded', step: 0, count: 2 });
    expect(told.state && remindersIn(told.state)).toBe(2);
  });

  test('is not told where the step does not say so', () => {
    const told = story(plan(step({ remindEveryMs: undefined })));
    expect(told.send(TICK, at(600))).toEqual([]);
    expect(told.state && nextAt(told.state)).toBe(START + DAY_MS);
  });

  test('is told once by a clock that jumped, and then after an interval again', () => {
    const told = story(plan(step()));
    expect(told.send(TICK, at(252))).toEqual(['reviewReminded']);
    expect(told.send(TICK, at(256))).toEqual([]);
    expect(told.send(TICK, at(257))).toEqual(['reviewReminded']);
    expect(told.records.at(-1)?.entry).toMatchObject({ count: 2 });
  });

  test('is told of each step from when it waits, and counted anew', () => {
    const told = story(plan(step(), step({ name: 'security', reviewers: ['security'] })));
    told.send(TICK, at(5));
    told.send(reviewBy('lead'), at(7));
    expect(told.state && remindersIn(told.state)).toBe(0);
    expect(told.send(TICK, at(11))).toEqual([]);
    expect(told.send(TICK, at(12))).toEqual(['reviewReminded']);
    expect(told.records.at(-1)?.entry).toEqual({ type: 'reviewReminded', step: 1, count: 1 });
  });

  test('is nobody once all who could have answered, and nothing is told after the end', () => {
    const told = story(plan(step({ reviewers: ['lead', 'second', 'third'], need: 3 })));
    told.send(reviewBy('lead'), at(1));
    expect(told.send(TICK, at(5))).toEqual(['reviewReminded']);
    told.send(reviewBy('second', { decision: 'deny', comment: said('no') }), at(6));
    expect(told.send(TICK, at(60))).toEqual([]);
    expect(told.state && nextAt(told.state)).toBeNull();
  });

  test('is told a hundred times, and never of what has lapsed', () => {
    const often = story(plan(step({ remindEveryMs: durationMs(MINUTE_MS) })));
    for (let minute = 1; minute <= 100; minute += 1) expect(often.send(TICK, at(minute))).toHaveLength(1);
    expect(often.send(TICK, at(101))).toEqual([]);
    expect(often.state && nextAt(often.state)).toBe(START + DAY_MS);

    const late = story(plan(step({ remindEveryMs: durationMs(9 * HOUR_MS) })));
    for (const hours of [9, 18]) expect(late.send(TICK, at(hours * 60))).toEqual(['reviewReminded']);
    expect(late.state && nextAt(late.state)).toBe(START + DAY_MS);
    expect(late.send(TICK, at(27 * 60))).toEqual(['requestLapsed']);
  });
});

test('what was told is read as it was written, on the wire and in the log', () => {
  const told = story(plan(step()));
  told.send(TICK, at(5));
  expect(requestStateSchema.parse(told.state)).toEqual(told.state);
  const entry = told.records.at(-1)?.entry;
  const head = { v: 2, seq: 7, stream: 'request/request0', version: 2, at: at(5), actor: 'latchkey' };
  expect(logRecordSchema.parse({ ...head, entry })).toEqual({ ...head, entry });
});

test('how often somebody is told again is no part of what they agree to', () => {
  const content = (steps: readonly ApprovalStep[]) =>
    canonicalText(reviewedContent(sha256, factsWith({ plan: planOf(plan(...steps)) })));
  const { remindEveryMs: _none, ...silent } = step();
  expect(content([step()])).toBe(content([silent]));
  expect(content([step({ need: 2 })])).not.toBe(content([silent]));
});
