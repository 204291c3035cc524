import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../shared/lib/canonical-json.ts';

const key = fc.oneof(fc.string(), fc.constantFrom('10', '9', '2a', '__proto__', 'constructor', 'toJSON', ''));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.array(tie('any')),
    fc.dictionary(key, tie('any')),
  ),
})).any;

describe('canonical JSON', () => {
  test('is what the library says, whatever the value and its keys are', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value), (each) => {
        expect(canonicalText(each)).toBe(canonicalize(each));
      }),
    );
  });

  test('does not depend on the order in which keys were put in', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value), (each) => {
        const reversed = Object.fromEntries(Object.entries(each).toReversed());
        expect(canonicalText(reversed)).toBe(canonicalText(each));
      }),
    );
  });

  test.each([NaN, Infinity, -Infinity, undefined])('throws on %s, at whatever depth', (none) => {
    expect(() => canonicalText(none)).toThrow();
    if (none !== undefined) expect(() => canonicalText({ a: [{ b: none }] })).toThrow();
  });
});
