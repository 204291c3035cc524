import { describe, expect, it } from 'vitest';
import { redactAnswer } from '../../../shared/runner/scripts/redact-answer.ts';
import { redactor } from '../../../shared/lib/redact.ts';

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
    { name: 'in a URL', secrets: ['a b/c?d=e'], text: 'x?p=a%20b%2Fc%3Fd%3De', left: 'x?p=[redacted]' },
    { name: 'in hexadecimal', secrets: ['hunter2'], text: '68756e74657232', left: '[redacted]' },
    { name: 'but not words too short to be one', secrets: ['a', ''], text: 'a cat', left: 'a cat' },
    { name: 'and dollars mean nothing', secrets: ['$& $1'], text: 'x $& $1', left: 'x [redacted]' },
  ];
  it.each(rows)('$name', ({ secrets, text, left }) => {
    expect(redactor(secrets)(text)).toBe(left);
  });
  it.each(['', 'u', 'us', 'user:'])('in base64, after %j', (before) => {
    for (const encoding of ['base64', 'base64url'] as const) {
      const left = redactor(['correct-horse>>?'])(
        Buffer.from(`${before}correct-horse>>?`).toString(encoding),
      );
      expect(left).toContain('[redacted]');
      expect(Buffer.from(left.replace('[redacted]', ''), 'base64').toString()).not.toContain('horse');
    }
  });

  it('in the keys of an object', () => {
    const answer = { status: 'ok', evidence: { deep: { hunter2: 1 } } } as never;
    expect(JSON.stringify(redactAnswer(answer, redactor(['hunter2'])))).not.toContain('hunter2');
  });
});
