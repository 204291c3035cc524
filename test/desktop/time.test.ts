import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTimeFaster, timeInApp } from './support/faster-time.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };
/** A minute takes six seconds: short to wait for, and long enough to see what is there during it on a busy machine. */
const TIMES = 10;
const SECOND_MS = 1_000;

describe('what only the passing of time brings about', () => {
  tellAsStory();
  let seat: Seat;
  let copiedAt = 0;

  beforeAll(async () => {
    seat = await Seat.start();
    await seat.beginAlone();
    await seat.getAccess('maintenance', { duration: '6m', why: 'To be warned about' });
    await seat.getAccess('token on', { duration: '1h', why: 'To be copied' });
    await seat.desktop.notices.waitFor('A token on');
    await seat.page.getByRole('button', { name: /^Show credential: A token/ }).click();
    await makeTimeFaster(seat, TIMES);
  }, 180_000);
  afterAll(() => seat?.stop());

  const copy = async (): Promise<void> => {
    copiedAt = await timeInApp(seat);
    await seat.page.getByRole('button', { name: 'Copy Token' }).click();
    await expect.poll(() => seat.clipboard(), patiently).toMatch(/^[0-9a-f]{48}$/);
  };
  const secondsSinceCopied = async () => ((await timeInApp(seat)) - copiedAt) / SECOND_MS;

  test('a secret that was copied is cleared from the clipboard after a minute', async () => {
    await copy();
    await expect.poll(() => seat.clipboard(), patiently).toBe('');
    expect(await secondsSinceCopied()).toBeGreaterThanOrEqual(60);
  });

  test('the holder is warned five minutes before access ends', async () => {
    const notice = await seat.desktop.notices.waitFor('Access ends in 5m');
    expect(notice.texts.join(' ')).toContain('Maintenance on');
    await seat.photograph('time-ends-soon');
    // In the place of the notice that it is ready.
    const texts = (await seat.desktop.notices.showing()).map((each) => each.texts.join(' '));
    expect(texts.filter((text) => text.includes('Maintenance on'))).toHaveLength(1);
  });

  test('what was copied instead of it stays', async () => {
    await copy();
    await seat.app.evaluate(({ clipboard }) => clipboard.writeText('a shopping list'));
    await expect.poll(secondsSinceCopied, patiently).toBeGreaterThan(62);
    expect(await seat.clipboard()).toBe('a shopping list');
  });

  test('whoever gives access back is told that it is gone', async () => {
    await seat.page.getByRole('button', { name: /^Give back: A token/ }).click();
    await seat.page.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    const notice = await seat.desktop.notices.waitFor('Access is gone');
    expect(notice.texts.join('\n')).toMatch(/A token on .*\nIt was checked that nothing is left\./);
    await seat.photograph('time-given-back');
  });
});
