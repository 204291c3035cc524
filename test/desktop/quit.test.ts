import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };
/** Long enough to quit before it is over on a busy machine, short enough to wait for its end. */
const SHORT_S = 10;

describe('quitting while this computer still has access to take away', () => {
  tellAsStory();
  let seat: Seat;
  let shortEndsAt = 0;

  beforeAll(async () => {
    seat = await Seat.start();
    await seat.beginAlone();
    await seat.getAccess('token on', { duration: '1h', why: 'To be kept' });
    await seat.desktop.notices.waitFor('Access is ready');
  }, 180_000);
  afterAll(() => seat?.stop());

  /** The files in which the example's provider keeps the tokens that work. */
  const tokens = async (): Promise<readonly string[]> => {
    const names = await readdir(join(seat.home, 'runner'), { recursive: true });
    return names.filter((name) => /(^|\/)latchkey_[^/]+$/.test(name));
  };
  const askToQuit = async (): Promise<void> => {
    await seat.desktop.tray.choose(['Quit']);
    await seat.dialog('Latchkey');
  };

  test.each(['Return', 'Escape'])('asks first, and %s keeps it running', async (key) => {
    await askToQuit();
    await seat.photograph(`quit-${key.toLowerCase()}`);
    await seat.desktop.screen.key(key);
    await seat.dialog('Access – Latchkey');
    expect(await tokens()).toHaveLength(1);
    await seat.page.getByRole('timer').waitFor();
  });

  test('asks once, however often Quit is chosen', async () => {
    await askToQuit();
    await seat.desktop.tray.choose(['Quit']);
    await seat.dialog('Latchkey');
    await seat.desktop.screen.key('Escape');
    await seat.dialog('Access – Latchkey');
    await expect.poll(() => seat.desktop.screen.windows('^Latchkey$'), patiently).toEqual([]);
  });

  test('ends when the person says so', async () => {
    await seat.getAccess('maintenance', { duration: `${SHORT_S}s`, why: 'To be over meanwhile' });
    await expect.poll(tokens, patiently).toHaveLength(2);
    shortEndsAt = Date.now() + SHORT_S * 1_000;
    await askToQuit();
    await seat.photograph('quit-two-grants');
    const gone = seat.gone();
    await seat.desktop.screen.key('Tab', 'Return');
    await gone;
    expect(await tokens()).toHaveLength(2);
    await expect.poll(() => seat.desktop.tray.icons(), patiently).toHaveLength(0);
  });

  test('takes away what was over meanwhile as soon as it runs again, and nothing else', async () => {
    await expect.poll(() => Date.now() > shortEndsAt, patiently).toBe(true);
    expect(await tokens()).toHaveLength(2);
    await seat.launch();
    await expect.poll(tokens, patiently).toHaveLength(1);
    await seat.desktop.notices.waitFor('Maintenance on');
    await seat.show();
    await seat.go('Access');
    await seat.page.getByRole('timer').waitFor();
    await seat.photograph('quit-started-again');
  });
});
