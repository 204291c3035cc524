import { expect, test } from 'vitest';
import { harmlessJson } from '../../../shared/cli/harmless-json.ts';

test.each([0xad, 0x34f, 0x115f, 0x180e, 0x200d, 0x2800, 0x3164, 0xffa0, 0x206a, 0x9b, 0xe0041])(
  'U+%i is escaped, and the document is the same data',
  (code) => {
    const value = { text: `a${String.fromCodePoint(code)}b` };
    const written = harmlessJson(value, 2);
    expect(written).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(written)).toEqual(value);
  },
);
