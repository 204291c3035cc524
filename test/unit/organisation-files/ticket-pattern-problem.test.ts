import { inWords } from '../../support/in-words.ts';
import { describe, expect, test } from 'vitest';
import { ticketPatternProblem } from '../../../shared/organisation-files/ticket-pattern-problem.ts';
import { compileTicketPattern } from '../../../shared/domain/policy/ticket-pattern.ts';

describe('a ticket pattern', () => {
  test.each([
    '^INC-[0-9]+$',
    'INC-\\d{1,8}',
    '[A-Z][A-Z0-9]+-[0-9]+',
    '^(?:INC|CHG|REQ)-[0-9]+(-[a-z]{1,3})?$',
    '#\\d+',
    '\\p{Lu}+-\\d+',
    '(?i)inc-\\d+',
    '(?<project>[A-Z]+)-\\d+',
    '[0-9,]*',
    '[\\]*+]{3}',
    '.*',
  ])('may be %s', (pattern) => expect(ticketPatternProblem(pattern)).toBeNull());

  test.each([
    ['', /empty/],
    ['INC-(', /not a regular expression \(missing closing \)\)/],
    ['a)(b', /not a regular expression/],
    ['a{2000}', /not a regular expression \(invalid repeat count\)/],
    ['((a{100}){100}){100}', /invalid repeat count/],
    ['\\u0041', /invalid escape sequence/],
    ['[^]', /missing closing \]/],
    ['\\p{Script=Greek}', /invalid character class range/],
    ['(a)\\1', /refer back/],
    ['(?<name>a)\\k<name>', /refer back/],
    ['(?=a)a', /look around/],
    ['(?!a)b', /look around/],
    ['(?<=a)b', /look around/],
    ['(?<!a)b', /look around/],
    ['(a?){1000}', /too large/],
    ['[a-z]{0,999}[0-9]{0,999}', /too large/],
    ['x'.repeat(201), /longer than 200/],
  ])('may not be %s', (pattern, problem) => expect(ticketPatternProblem(pattern)).toEqual(inWords(problem)));

  // Each would keep a matcher that tries one way after the other busy for longer than anybody lives.
  test.each([
    ['(a+)+$', true],
    ['(a|a)*$', true],
    ['(a|aa)+$', true],
    ['([a-z]*)*', true],
    ['(.*){1,32}x', false],
    ['.*.*.*.*=', false],
    [`${'a?'.repeat(40)}${'a'.repeat(40)}`, false],
    ['((a{1,9}){1,9}){1,9}', true],
  ])('takes no time, however it repeats: %s', (pattern, fits) => {
    expect(ticketPatternProblem(pattern)).toBeNull();
    const compiled = compileTicketPattern(pattern);
    if (!compiled.ok) throw new Error(compiled.error);
    expect(compiled.value.testExact(`${'a'.repeat(99)}!`)).toBe(false);
    expect(compiled.value.testExact('a'.repeat(100))).toBe(fits);
  });
});
