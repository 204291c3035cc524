import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../../../shared/domain/conditions/compile-condition.ts';
import { evaluateCondition } from '../../../../shared/domain/conditions/evaluate-condition.ts';
import { isTold } from '../../../../shared/words/told.ts';
import { answerOf, facts } from './facts.ts';

describe('hostile texts are refused with a sentence', () => {
  test.each<[string, string]>([
    ['ten thousand brackets', '('.repeat(10_000)],
    ['as many as there is room for', '('.repeat(1_000)],
    ['lists in lists', '['.repeat(500) + ']'.repeat(500)],
    ['maps in maps', '{"a":'.repeat(199)],
    ['nots', `${'!'.repeat(995)}true`],
    ['signs', `1 == ${'-'.repeat(990)}1`],
    ['fields', `request${'.a'.repeat(490)}`],
    ['indexes', `request${'[0]'.repeat(300)}`],
    ['choices', `${'true?'.repeat(150)}true`],
    ['calls', `${'size('.repeat(190)}`],
    ['loops', '[1].exists(x,'.repeat(70)],
    ['a sum without end', `${'1+'.repeat(499)}1 > 0`],
    ['a text without end', `"${'x'.repeat(1_000_000)}" == ""`],
    ['YAML', 'when: &a [*a, *a]\n  - !!js/function "() => 1"\n%TAG ! x\n--- |\n\t{{ 7*7 }} ${7*7}'],
    ['JavaScript', 'this.constructor.constructor("return process")().exit()'],
    ['a prototype', '__proto__.polluted == true'],
    ['a prototype of a field', 'request.__proto__ == request'],
    ['a constructor of a field', 'request.constructor == request'],
    ['a prototype by its index', 'request["__proto__"] == request'],
    ['letters that look alike', 'rеquest.origin == "cli"'],
    ['spaces that look alike', 'request.origin\u00a0== "cli"'],
  ])('%s', (_, text) => {
    const compiled = compileCondition(text);
    expect(compiled.ok).toBe(false);
    expect(compiled.ok || isTold(JSON.parse(JSON.stringify(compiled.error)))).toBe(true);
  });

  test.each([undefined, null, 7, {}, ['true'], Symbol('true'), () => 'true'])(
    'and so is what is no text',
    (text) => expect(compileCondition(text as unknown as string).ok).toBe(false),
  );
});

describe('names that every object has are nothing but names', () => {
  const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'get', 'size'];
  const tags = (entries: readonly (readonly [string, string])[]): ReturnType<typeof facts> =>
    facts({ entitlement: { tags: Object.fromEntries(entries) } });

  test.each(KEYS)('%s is no tag where it is none', (key) => {
    const none = tags([]);
    expect(answerOf(`"${key}" in entitlement.tags`, none)).toEqual({ kind: 'no' });
    expect(answerOf(`has(entitlement.tags.${key})`, none)).toEqual({ kind: 'no' });
    expect(answerOf(`entitlement.tags["${key}"] == "x"`, none)).toMatchObject({ kind: 'cannot' });
    expect(answerOf(`entitlement.tags.${key} == "x"`, none)).toMatchObject({ kind: 'cannot' });
  });

  test.each(KEYS)('%s is one where it is', (key) => {
    const one = tags([[key, 'x']]);
    expect(answerOf(`"${key}" in entitlement.tags`, one)).toEqual({ kind: 'yes' });
    expect(answerOf(`entitlement.tags["${key}"] == "x"`, one)).toEqual({ kind: 'yes' });
    expect(answerOf(`entitlement.tags.exists(k, k == "${key}")`, one)).toEqual({ kind: 'yes' });
  });

  test('a map of the condition has its own keys alone', () => {
    const named = facts({ request: { task: 'toString' } });
    expect(answerOf('{"deploy": 1}[request.task] == 1', named)).toMatchObject({ kind: 'cannot' });
    expect(answerOf('request.task in {"deploy": 1}', named)).toEqual({ kind: 'no' });
  });

  test('what was asked left nothing on any object', () => expect(Object.keys(Object.prototype)).toEqual([]));
});

describe('text is compared as it is written', () => {
  const reason = (text: string): ReturnType<typeof facts> => facts({ request: { reason: text } });
  test.each<[string, string, 'yes' | 'no']>([
    ['size(request.reason) == 1', '👍', 'yes'],
    ['size(request.reason) == 2', 'e\u0301', 'yes'],
    ['request.reason == "\u00e9"', 'e\u0301', 'no'],
    ['request.reason.contains("\\u0000")', 'a\0b', 'yes'],
    ['request.reason == "\\U0001F44D"', '👍', 'yes'],
    ['request.reason.startsWith("\ufffd")', '\ud800', 'no'],
    ['request.reason == "a\\"b"', 'a"b', 'yes'],
    ['request.reason == "x" || request.reason == "x\\" || true || \\""', '" || true || "', 'no'],
  ])('%s', (text, given, kind) => expect(answerOf(text, reason(given)).kind).toBe(kind));
});

/** No times are measured: steps are reckoned when a condition is read, and this is the most that they let through. */
test('the dearest conditions over a thousand groups come to an end', () => {
  const many = facts({
    requester: { groups: Array.from({ length: 1_000 }, (_, at) => `${'g'.repeat(190)}${at}`) },
    request: { reason: `${'a'.repeat(1_999)}` },
  });
  const ninety = JSON.stringify(Array.from({ length: 90 }, (_, at) => `k${at}`));
  for (const text of [
    `requester.groups.exists(g, ${ninety}.exists(x, x == g))`,
    `requester.groups.exists(g, g in ${ninety})`,
    `request.reason.contains("b${'a'.repeat(900)}")`,
    'requester.groups.map(g, g + g + g).filter(g, g.contains("gb")).exists(g, g == "x")',
  ])
    expect(answerOf(text, many)).toEqual({ kind: 'no' });
});

test('one is refused, not evaluated, where it comes as data', () => {
  const costly = { text: 'requester.groups.exists(g, requester.groups.exists(h, g == h))' };
  expect(evaluateCondition(costly, facts())).toMatchObject({
    kind: 'cannot',
    why: { code: 'conditionCostly' },
  });
});
