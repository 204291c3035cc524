import { describe, expect, it } from 'vitest';
import { plainText } from '../../../shared/lib/plain-text.ts';

describe('text becomes plain text', () => {
  const rows = [
    { name: 'colours go', text: 'a\u001b[1;31mred\u001b[0m', plain: 'ared' },
    { name: 'window titles go', text: '\u001b]0;owned\u0007a\u001b]8;;http://x\u001b\\b', plain: 'ab' },
    {
      name: 'other controls are shown as something odd',
      text: 'a\u0000b\u009bc\u007f',
      plain: 'a\ufffdb\ufffdc\ufffd',
    },
    { name: 'direction marks too', text: 'a\u202eb\u2066c', plain: 'a\ufffdb\ufffdc' },
    { name: 'lines and tabs stay', text: 'a\r\n\tb', plain: 'a\n\tb' },
    { name: 'HTML and emoji are text already', text: '<b>ä 👍🏽</b>', plain: '<b>ä 👍🏽</b>' },
  ];
  it.each(rows)('$name', ({ text, plain }) => {
    expect(plainText(text)).toBe(plain);
  });
});
