import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../shared/lib/canonical-json.ts';
import { sameJson } from '../../shared/lib/same-json.ts';

// Few keys and few values, so that what is not the same is often almost the same.
const key = fc.constantFrom('a', 'b', 'constructor', '__proto__');
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, undefined, true, 0, -0, 1, '', '1', 'null'),
    fc.array(tie('any'), { maxLength: 2 }),
    fc.dictionary(key, tie('any'), { maxKeys: 2 }),
  ),
})).any;

describe('the same as JSON', () => {
  test('are two values of which the same is written, and no others', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.dictionary(key, value), (one, other) => {
        expect(sameJson(one, other)).toBe(canonicalText(one) === canonicalText(other));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is a value to its copy, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (one) => {
        const copy = JSON.parse(JSON.stringify(one)) as object;
        expect(sameJson(one, Object.fromEntries(Object.entries(copy).toReversed()))).toBe(true);
      }),
    );
  });

  test('is nothing to what JSON cannot say', () => {
    expect(sameJson({ a: NaN }, { a: NaN })).toBe(false);
    expect(sameJson([null], [])).toBe(false);
    expect(sameJson([], {})).toBe(false);
  });
});
