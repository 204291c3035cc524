import { describe, expect, it } from 'vitest';
import { redactor } from '../../../shared/runner/scripts/redact.ts';

describe('secrets are taken out of a text', () => {
  const key = '-----BEGIN KEY-----\nAAAABBBBCCCCDDDDEEEE\nFFFF\n-----END KEY-----\n';
  const rows = [
    {
      name: 'wherever they stand',
      secrets: ['hunter2'],
      text: 'a hunter2, hunter2!',
      left: 'a [redacted], [redacted]!',
    },
    {
      name: 'as JSON writes them',
      secrets: ['a"b\\c'],
      text: '{"p":"a\\"b\\\\c"}',
      left: '{"p":"[redacted]"}',
    },
    { name: 'line by line', secrets: [key], text: 'x AAAABBBBCCCCDDDDEEEE y', left: 'x [redacted] y' },
    { name: 'the longer one first', secrets: ['abcd', 'abcdefgh'], text: 'abcdefgh', left: '[redacted]' },
    { name: 'but not words too short to be one', secrets: ['a', ''], text: 'a cat', left: 'a cat' },
    { name: 'and dollars mean nothing', secrets: ['$& $1'], text: 'x $& $1', left: 'x [redacted]' },
  ];
  it.each(rows)('$name', ({ secrets, text, left }) => {
    expect(redactor(secrets)(text)).toBe(left);
  });
});
