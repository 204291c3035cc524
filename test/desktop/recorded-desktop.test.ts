import { existsSync } from 'node:fs';
import { chown, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepState, recordedStates, stateFolder, takeUp } from '../support/recorded-state.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

// The folder of somebody alone at a desktop, as a version left it with active access: whatever is changed later opens it, takes
// the access away, and has its history.

interface Facts {
  /** The file with the token, below the folder. */
  readonly tokenFile: string;
  readonly reason: string;
}

/** Keys are kept in a file: the keyring of another computer opens none. */
const NO_KEYRING = { XDG_CURRENT_DESKTOP: 'none' };

/** Neither Chromium's, nor a process's, nor a log. */
const isOurs = (path: string): boolean => !/\/(electron|logs|run|lock)$/.test(path);

/** For a version that is new: `LATCHKEY_RECORD=desktop-NAME` keeps its state as that. */
const RECORD = process.env['LATCHKEY_RECORD'] ?? '';
test.runIf(RECORD.startsWith('desktop-'))(
  'a state is recorded',
  async () => {
    const seat = await Seat.make();
    const reason = 'The night is long';
    try {
      await seat.launch(NO_KEYRING);
      await seat.beginAlone();
      const page = await seat.chooseInTray('Request access…');
      await page.getByRole('combobox').first().fill('token on');
      await page.keyboard.press('Enter');
      await page.getByLabel('Duration').fill('5m');
      await page.getByLabel('Why').fill(reason);
      await page.getByRole('button', { name: /Get access/ }).click();
      await page.getByRole('button', { name: 'Show access' }).click();
      await page.getByRole('button', { name: /^Show credential/ }).click();
      await page.getByRole('button', { name: 'Copy command' }).click();
      await expect.poll(() => seat.clipboard(), { timeout: PATIENCE_MS }).toMatch(/^cat '/);
      const tokenFile = relative(seat.home, (await seat.clipboard()).slice(5, -1));
      await seat.go('History');
      await seat.page.getByRole('option', { name: /A token on/ }).waitFor();
      await seat.quit();
      await writeFile(join(seat.home, 'facts.json'), JSON.stringify({ tokenFile, reason }));
      await keepState(seat.home, RECORD, isOurs);
    } finally {
      await seat.stop();
    }
  },
  180_000,
);

test('there is a state for the first version that others must open', async () => {
  expect(await recordedStates('desktop')).toContain('desktop-0.1');
});

describe.each(await recordedStates('desktop'))('%s', (name) => {
  tellAsStory();
  let seat: Seat;
  let facts: Facts;

  beforeAll(async () => {
    facts = JSON.parse(await readFile(join(stateFolder(name), 'facts.json'), 'utf8')) as Facts;
    seat = await Seat.make();
    await takeUp(name, seat.home);
    const { uid, gid } = await stat(seat.home);
    for (const entry of ['', ...(await readdir(seat.home, { recursive: true }))])
      await chown(join(seat.home, entry), uid, gid);
  });
  afterAll(() => seat?.stop());

  test('is opened, and what was active is taken away', async () => {
    const token = join(seat.home, facts.tokenFile);
    expect(existsSync(token)).toBe(true);
    await seat.launch(NO_KEYRING);
    await seat.chooseInTray('History');
    await seat.page.getByText(/^Online/).waitFor();
    await expect.poll(() => existsSync(token), { timeout: PATIENCE_MS }).toBe(false);
  });

  test('has its history, to the end, and verified', async () => {
    const { page } = seat;
    await page.getByRole('option', { name: /A token on/ }).click();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline
      .getByText(/verified gone/i)
      .first()
      .waitFor();
    await page.getByText(facts.reason).first().waitFor();
    await page
      .getByRole('button', { name: /^Verified to entry/ })
      .first()
      .waitFor();
    await seat.photograph(`recorded-${name}`);
  });

  test('goes on: access is asked for and had as before', async () => {
    const page = await seat.chooseInTray('Request access…');
    await page.getByRole('combobox').first().fill('token on');
    await page.keyboard.press('Enter');
    await page.getByLabel('Duration').fill('1m');
    await page.getByLabel('Why').fill('Once more');
    await page.getByRole('button', { name: /Get access/ }).click();
    await page.getByRole('button', { name: 'Show access' }).click();
    await page.getByRole('button', { name: /^Show credential/ }).waitFor();
  });
});
