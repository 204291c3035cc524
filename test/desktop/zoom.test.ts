import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };

describe('the window, for eyes that need it larger,', () => {
  tellAsStory();
  let seat: Seat;
  const factor = (): Promise<number> =>
    seat.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return Math.round((window?.webContents.getZoomFactor() ?? 0) * 100) / 100;
    });
  const overflows = (): Promise<boolean> =>
    seat.page.evaluate(
      'document.documentElement.scrollWidth > innerWidth || document.body.scrollHeight > innerHeight',
    );

  beforeAll(async () => {
    seat = await Seat.start();
    await seat.beginAlone();
  }, 180_000);
  afterAll(() => seat?.stop());

  test('is larger with each press, up to 200 %, and nothing of it is cut off', async () => {
    const { screen } = seat.desktop;
    await screen.key('ctrl+plus', 'ctrl+equal');
    await expect.poll(factor, patiently).toBe(1.25);
    await screen.key('ctrl+plus', 'ctrl+plus', 'ctrl+plus', 'ctrl+plus');
    await expect.poll(factor, patiently).toBe(2);
    await expect.poll(() => seat.page.evaluate('innerWidth'), patiently).toBe(520);
    for (const view of ['Access', 'Request…', 'History', 'Settings', 'Inbox'] as const) {
      await seat.go(view);
      await seat.photograph(`zoom-200-${view.replace('…', '').toLowerCase()}`);
      expect(await overflows(), view).toBe(false);
    }
  });

  test('is as large after a restart, from its first picture on', async () => {
    await seat.quit();
    await seat.launch();
    await seat.show();
    await seat.page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(await factor()).toBe(2);
  });

  test('is smaller again, down to 75 %, and as it was with one press', async () => {
    const { screen } = seat.desktop;
    await seat.dialog(await seat.page.title());
    await screen.key(...Array.from({ length: 10 }, () => 'ctrl+minus'));
    await expect.poll(factor, patiently).toBe(0.75);
    await screen.key('ctrl+0');
    await expect.poll(factor, patiently).toBe(1);
  });
});
