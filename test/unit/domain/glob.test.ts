import { describe, expect, test } from 'vitest';
import { globCovers } from '../../../shared/domain/policy/glob-covers.ts';
import { globMatches } from '../../../shared/domain/policy/glob-matches.ts';

describe('a glob', () => {
  test.each([
    ['prod/db:write', 'prod/db:write', true],
    ['prod/db:write', 'prod/db:writer', false],
    ['prod/*', 'prod/db:write', true],
    ['prod/*', 'prod/', true],
    ['prod/*', 'prod/db/write', false],
    ['prod/*', 'prod', false],
    ['prod/**', 'prod/db/write', true],
    ['**', 'anything/at:all', true],
    ['*', 'a/b', false],
    ['prod/*:write', 'prod/db:write', true],
    ['prod/*:write', 'prod/db:read', false],
    ['**:write', 'a/b/c:write', true],
    ['*/db*', 'prod/db-2', true],
    ['a.c', 'abc', false],
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['*/**/x', 'a/b/c/x', true],
  ])('%s and %s: %s', (pattern, text, matches) => expect(globMatches(pattern, text)).toBe(matches));

  test('takes no time, however many stars it has', () => {
    const before = performance.now();
    expect(globMatches(`${'*a'.repeat(100)}b`, 'a'.repeat(200))).toBe(false);
    expect(performance.now() - before).toBeLessThan(60_000);
  });
});

describe('one glob covers another', () => {
  test.each([
    ['prod/*', 'prod/db', true],
    ['prod/db', 'prod/*', false],
    ['prod/*', 'prod/*:write', true],
    ['prod/*:write', 'prod/*', false],
    ['prod/**', 'prod/*', true],
    ['prod/*', 'prod/**', false],
    ['**', '*/*', true],
    ['*', '**', false],
    ['*/*', 'prod/db', true],
    ['*a*', '*a', true],
    ['*ab*', '*a*b*', false],
    ['*a*b*', '*ab*', true],
    ['**/x', '*/x', true],
    ['**', '', true],
    ['*', '', true],
    ['', '*', false],
  ])('%s covers %s: %s', (wide, narrow, covers) => expect(globCovers(wide, narrow)).toBe(covers));

  test('is denied where only all texts together would show it', () =>
    expect(globCovers('*/**', '**/**')).toBe(false));

  test('takes no time, however many stars they have', () => {
    const before = performance.now();
    expect(globCovers(`**a${'*b*a'.repeat(40)}`, `**a${'**c**a'.repeat(40)}`)).toBe(false);
    expect(performance.now() - before).toBeLessThan(60_000);
  });
});
