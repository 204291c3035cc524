import { describe, expect, test } from 'vitest';
import { fits, roomOf } from '../../../main/notifications/notice-room.ts';

describe('what a notification server shows', () => {
  const xfce = roomOf({ name: 'Xfce Notify Daemon', version: '0.7.3' });
  const unknown = roomOf({ name: 'Somebody Else', version: '9' });

  test('is as much as was seen of it; little of one that is unknown, or older than what was looked at', () => {
    expect(xfce.linesOfParagraph).toBe(6);
    expect(unknown).toEqual(roomOf({ name: '', version: '' }));
    expect(roomOf({ name: 'Xfce Notify Daemon', version: '0.4.9' })).toEqual(unknown);
    expect(roomOf({ name: 'Xfce Notify Daemon', version: '0.10.0' })).toEqual(xfce);
    expect(roomOf({ name: 'Xfce Notify Daemon', version: 'garbage' })).toEqual(unknown);
  });

  test.each<[string, string, string, boolean]>([
    [
      'a usual request',
      'Access for 2h',
      'Write to the payments database\nDev Example asks for access\nWhy: fix it',
      true,
    ],
    ['a title longer than its line', 'x'.repeat(39), 'x', false],
    ['a title of wide letters', 'W'.repeat(30), 'x', false],
    ['a title of squares', '請'.repeat(20), 'x', false],
    ['a paragraph of six lines', 't', 'n'.repeat(240), true],
    ['a paragraph of more than six', 't', 'n'.repeat(241), false],
    ['words that leave much of each line empty', 't', `${'n'.repeat(21)} `.repeat(7).trim(), false],
    ['more lines than there are', 't', Array.from({ length: 15 }, () => 'n').join('\n'), false],
    ['nothing', '', '', true],
  ])('%s', (_what, title, body, whole) => expect(fits(xfce, { title, body })).toBe(whole));

  test('of an unknown one a usual request is read whole only when it is short', () => {
    const body = (reason: string) => `Read the logs\nDev Example asks for access\nWhy: ${reason}`;
    expect(fits(unknown, { title: 'Access for 2h', body: body('fix it') })).toBe(true);
    expect(fits(unknown, { title: 'Access for 2h', body: body('look why the payouts hang') })).toBe(true);
    expect(fits(unknown, { title: 'Access for 2h', body: body('look why all the payouts hang today') })).toBe(
      false,
    );
  });
});
