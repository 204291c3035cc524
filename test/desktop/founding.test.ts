import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkWindow } from './support/check-window.ts';
import { Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

let seat: Seat;
beforeAll(async () => {
  seat = await Seat.start();
});
afterAll(() => seat?.stop());

const heading = () => seat.page.getByRole('heading', { name: 'Write down the recovery key' });
const words = () => seat.page.getByRole('list', { name: 'Recovery key' }).getByRole('listitem');

/** The files of the app in which one of these texts stands. */
async function filesWith(text: string): Promise<string[]> {
  const files = await readdir(seat.home, { recursive: true, withFileTypes: true });
  const found = await Promise.all(
    files.map(async (file) => {
      if (!file.isFile()) return [];
      const path = join(file.parentPath, file.name);
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      return bytes.includes(text) ? [file.name] : [];
    }),
  );
  return found.flat();
}

describe('who makes an organisation', () => {
  tellAsStory();
  let shown = '';

  test('is shown its recovery key before anything else, and can copy it for a while', async () => {
    const page = await seat.window();
    await page.getByLabel('Organisation', { exact: true }).fill('Example Inc.');
    await page.getByLabel('Your name').fill('Robin Example');
    await page.keyboard.press('Enter');
    await heading().waitFor();
    shown = (await words().allTextContents()).join(' ');
    expect(shown.split(' ')).toHaveLength(12);
    expect(await filesWith(shown)).toEqual([]);
    await checkWindow(seat, 'recovery-key');
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('The clipboard is cleared in a minute.').waitFor();
    expect(await seat.clipboard()).toBe(shown);
  });

  test('is shown the same words after a crash, since nobody said that they are written down', async () => {
    await seat.kill();
    await seat.launch();
    await seat.show();
    await heading().waitFor();
    expect((await words().allTextContents()).join(' ')).toBe(shown);
  });

  test('goes on by the keyboard, and the words are nowhere from then on', async () => {
    const { page } = seat;
    const done = page.getByRole('button', { name: 'I have written them down' });
    await page.keyboard.press('Enter');
    expect(await heading().isVisible()).toBe(true);
    for (let at = 0; at < 5 && (await done.and(page.locator(':focus')).count()) === 0; at++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await page.getByText(/^Online/).waitFor();
    expect(await filesWith(shown)).toEqual([]);
    expect((await readdir(seat.home)).filter((name) => /^(joining|recovery)/.test(name))).toEqual([]);
    await seat.quit();
    await seat.launch();
    await seat.show();
    await seat.page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(await heading().count()).toBe(0);
  });
});
