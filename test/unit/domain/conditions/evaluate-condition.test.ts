import { describe, expect, test } from 'vitest';
import { compileCondition, type Condition } from '../../../../shared/domain/conditions/compile-condition.ts';
import type { ConditionFacts } from '../../../../shared/domain/conditions/condition-facts.ts';
import { evaluateCondition } from '../../../../shared/domain/conditions/evaluate-condition.ts';
import { instant } from '../../../../shared/lib/time.ts';
import { told, type Told } from '../../../../shared/words/told.ts';
import { answerOf, facts } from './facts.ts';

describe('a condition holds', () => {
  test.each([
    [
      'request.local.weekday <= 5 && request.local.hour >= 8 && request.local.hour < 18 && !request.local.holiday',
    ],
    ['request.local.hour * 60 + request.local.minute >= 11 * 60 + 30'],
    ['request.local.date >= "2026-12-01" && request.local.date < "2027-01-01"'],
    ['request.local.date in ["2026-12-01", "2026-12-24"]'],
    ['request.durationMinutes <= 60'],
    ['request.reason.contains("invoices") && size(request.reason) >= 20'],
    ['request.ticket == "" || request.ticket.startsWith("INC-")'],
    ['request.task in ["debugging", "deploy"]'],
    ['request.origin != "agent"'],
    ['requester.kind == "person" && !requester.isOwner'],
    ['"developers" in requester.groups'],
    ['requester.groups.exists(g, g.endsWith("-leads"))'],
    ['requester.groups.exists_one(g, g.startsWith("payments"))'],
    ['requester.groups.filter(g, g != "developers").size() == 1'],
    ['requester.groups.map(g, g + "!")[0] == "developers!"'],
    ['requester.groups.all(g, ["developers", "payments-leads"].exists(each, each == g))'],
    ['entitlement.tags.env == "prod" && entitlement.tags["team"] == "payments"'],
    ['has(entitlement.tags.env) && !has(entitlement.tags.owner)'],
    ['"env" in entitlement.tags && !("owner" in entitlement.tags)'],
    ['entitlement.tags.exists(key, entitlement.tags[key] == "payments")'],
    ['{"prod": 60, "staging": 240}[entitlement.tags.env] >= request.durationMinutes'],
    ['(entitlement.tags.env == "prod" ? 60 : 240) >= request.durationMinutes'],
    ['request.startsAt - now < duration("1h30m")'],
    ['now + duration("24h") > request.startsAt'],
    ['request.startsAt >= timestamp("2026-12-01T12:00:00+01:00")'],
    ['request.startsAt < timestamp("2026-12-01T12:00:01+01:00")'],
    ['request.reason == "http://x" || request.reason.contains("Mend")'],
    ['-request.durationMinutes / 7 == -8 && request.durationMinutes % 7 == 4'],
  ])('%s', (text) => expect(answerOf(text)).toEqual({ kind: 'yes' }));

  test('or does not', () => expect(answerOf('request.durationMinutes > 60')).toEqual({ kind: 'no' }));
});

describe('what cannot be evaluated is neither yes nor no', () => {
  test.each<[string, Told]>([
    ['entitlement.tags.owner == "ana"', told('conditionNoKey', { key: 'owner' })],
    ['entitlement.tags.owner != "ana"', told('conditionNoKey', { key: 'owner' })],
    ['!(entitlement.tags["owner"] == "ana")', told('conditionNoKey', { key: 'owner' })],
    ['{"staging": 240}[entitlement.tags.env] > 0', told('conditionNoKey', { key: 'prod' })],
    ['entitlement.tags.owner == "ana" ? false : true', told('conditionNoKey', { key: 'owner' })],
    ['requester.groups[2] == "developers"', told('conditionNoItem')],
    ['requester.groups[-1] == "developers"', told('conditionNoItem')],
    ['request.durationMinutes / 0 == 1', told('conditionByZero')],
    ['request.durationMinutes % (request.durationMinutes - 60) == 1', told('conditionByZero')],
    ['9007199254740991 * 9007199254740991 > 0', told('conditionOverflow')],
    ['requester.groups.all(g, 1 / size(requester.manager + "x") > 2 || 1 / 0 == 1)', told('conditionByZero')],
  ])('%s', (text, why) => expect(answerOf(text)).toEqual({ kind: 'cannot', why }));
});

/** https://github.com/google/cel-spec/blob/master/doc/langdef.md#logical-operators */
describe('a side that goes wrong does not matter where the other one decides', () => {
  const WRONG = 'entitlement.tags.owner == "ana"';
  test.each<[string, 'yes' | 'no' | 'cannot']>([
    [`true || ${WRONG}`, 'yes'],
    [`${WRONG} || true`, 'yes'],
    [`false || ${WRONG}`, 'cannot'],
    [`${WRONG} || false`, 'cannot'],
    [`false && ${WRONG}`, 'no'],
    [`${WRONG} && false`, 'no'],
    [`true && ${WRONG}`, 'cannot'],
    [`${WRONG} && true`, 'cannot'],
    [`${WRONG} && ${WRONG}`, 'cannot'],
    [`${WRONG} || ${WRONG} || true`, 'yes'],
    [`!(${WRONG}) && false`, 'no'],
    [`["a", "b"].exists(x, x == "b" || ${WRONG})`, 'yes'],
    [`["a", "b"].all(x, x == "b" && ${WRONG})`, 'no'],
    [`["a", "b"].all(x, x == "b" || ${WRONG})`, 'cannot'],
    [`["a", "b"].filter(x, x == "b" || ${WRONG}).size() == 1`, 'cannot'],
    [`["a", "b"].exists_one(x, x == "b" || ${WRONG})`, 'cannot'],
  ])('%s: %s', (text, kind) => expect(answerOf(text).kind).toBe(kind));
});

describe('facts that are none', () => {
  const condition = compileCondition('request.durationMinutes > 0');
  if (!condition.ok) throw new Error('it does not compile');
  const odd = (given: unknown): unknown => evaluateCondition(condition.value, given as ConditionFacts);
  const { request, requester, entitlement } = facts();

  test.each<[string, unknown, string]>([
    ['half a minute', facts({ request: { durationMinutes: 0.5 } }), 'request.durationMinutes'],
    ['no number', facts({ request: { durationMinutes: NaN } }), 'request.durationMinutes'],
    ['no moment', facts({ request: { startsAt: instant(NaN) } }), 'request.startsAt'],
    ['a text without end', facts({ request: { reason: 'x'.repeat(2_001) } }), 'request.reason'],
    ['too many groups', facts({ requester: { groups: Array(1_001).fill('g') } }), 'requester.groups'],
    ['no groups', { ...facts(), requester: { ...requester, groups: 'developers' } }, 'requester.groups'],
    ['no manager', { ...facts(), requester: { ...requester, manager: null } }, 'requester.manager'],
    [
      'a tag that is no text',
      { ...facts(), entitlement: { ...entitlement, tags: { a: 1 } } },
      'entitlement.tags',
    ],
    [
      'a truth in words',
      { ...facts(), request: { ...request, local: { ...request.local, holiday: 'no' } } },
      'request.local.holiday',
    ],
  ])('%s: that one is named', (_, given, name) =>
    expect(odd(given)).toEqual({ kind: 'cannot', why: told('conditionFact', { name }) }),
  );

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'facts'],
    ['no requester', { ...facts(), requester: undefined }],
    [
      'something that throws when it is looked at',
      new Proxy(facts(), {
        get: () => {
          throw new Error('no');
        },
      }),
    ],
  ])('%s: nothing is thrown', (_, given) => expect(odd(given)).toMatchObject({ kind: 'cannot' }));
});

describe('a condition is plain data', () => {
  test('one that was kept is compiled when it is needed', () => {
    const condition = compileCondition('request.origin == "cli"');
    const kept = JSON.parse(JSON.stringify(condition.ok && condition.value)) as Condition;
    expect(evaluateCondition(kept, facts())).toEqual({ kind: 'yes' });
  });

  test('one that would be refused blocks', () =>
    expect(evaluateCondition({ text: 'requester.nmae == "Ana"' }, facts())).toMatchObject({
      kind: 'cannot',
      why: { code: 'conditionNoField' },
    }));

  test.each([undefined, null, 7, {}, 'true'])('what is none blocks: %j', (condition) =>
    expect(evaluateCondition(condition as unknown as Condition, facts()).kind).toBe('cannot'),
  );

  test('what one evaluation leaves behind is not seen by the next', () => {
    const compiled = compileCondition(
      'requester.groups.exists(g, g == "leads" || entitlement.tags.owner == g)',
    );
    if (!compiled.ok) throw new Error(compiled.error.code);
    const kinds = [
      facts(),
      facts({ requester: { groups: ['leads'] } }),
      facts({ entitlement: { tags: { owner: 'developers' } } }),
      facts({ requester: { groups: [] } }),
      facts(),
    ].map((given) => evaluateCondition(compiled.value, given).kind);
    expect(kinds).toEqual(['cannot', 'yes', 'yes', 'no', 'cannot']);
  });
});
