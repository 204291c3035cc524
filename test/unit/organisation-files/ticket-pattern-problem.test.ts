import { inWords } from '../../support/in-words.ts';
import { describe, expect, test } from 'vitest';
import { ticketPatternProblem } from '../../../shared/organisation-files/ticket-pattern-problem.ts';

describe('a ticket pattern', () => {
  test.each([
    '^INC-[0-9]+$',
    'INC-\\d{1,8}',
    '[A-Z][A-Z0-9]+-[0-9]+',
    '^(?:INC|CHG|REQ)-[0-9]+(-[a-z]{1,3})?$',
    '#\\d+',
    '\\p{Lu}+-\\d+',
    '[0-9,]*',
    '[\\]*+]{3}',
    '.*',
  ])('may be %s', (pattern) => expect(ticketPatternProblem(pattern)).toBeNull());

  test.each([
    ['', /empty/],
    ['INC-(', /not a regular expression/],
    ['a)(b', /not a regular expression/],
    ['(a+)+$', /very long/],
    ['(a|a)*$', /very long/],
    ['(,?[0-9])*', /very long/],
    ['(a|aa)+$', /very long/],
    ['([a-z]*)*', /very long/],
    ['(.*){1,32}x', /very long/],
    ['.*.*.*.*=', /very long/],
    [`${'a?'.repeat(40)}${'a'.repeat(40)}`, /very long/],
    ['((a{1,9}){1,9}){1,9}', /very long/],
    ['(a)\\1', /back references/],
    ['(?=a)a', /look-around/],
    ['(?<!a)b', /look-around/],
    ['(?<name>a)\\k<name>', /names/],
    ['a{100000}', /more than a ticket is long/],
    ['((a{100}){100}){100}', /more than a ticket is long/],
    ['x'.repeat(201), /longer than 200/],
  ])('may not be %s', (pattern, problem) => expect(ticketPatternProblem(pattern)).toEqual(inWords(problem)));
});
