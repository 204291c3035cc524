import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleTokens } from '../support/example-tokens.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };
const PASSPHRASE = 'correct horse battery';
const OTHER = 'staple of many words';
/** Electron chooses the keyring by the desktop's name: of this one it knows none. */
const NO_KEYRING = { XDG_CURRENT_DESKTOP: 'none' };

describe('a computer without a keyring', () => {
  tellAsStory();
  let seat: Seat;

  beforeAll(async () => {
    seat = await Seat.make();
    await seat.launch(NO_KEYRING);
  }, 180_000);
  afterAll(() => seat?.stop());

  const tokens = (): readonly string[] => exampleTokens(join(seat.home, 'runner'));
  const kept = (): string => readFileSync(join(seat.home, 'identity.json'), 'utf8');
  const passphrase = () => seat.page.getByLabel('Passphrase', { exact: true });
  const unlock = async (text: string): Promise<void> => {
    await expect.poll(() => seat.page.evaluate('document.activeElement.name'), patiently).toBe('passphrase');
    await seat.page.keyboard.type(text);
    await seat.page.keyboard.press('Enter');
  };
  const isOnline = () => seat.page.getByText(/^Online/).waitFor();
  const isLocked = async (): Promise<void> => {
    const page = await seat.window();
    await page.getByRole('heading', { name: 'Latchkey is locked' }).waitFor();
  };

  test('says so at the first start, and asks how the keys are to be kept', async () => {
    const page = await seat.window();
    await page.getByText('This computer has no keyring that encrypts them').waitFor();
    await page.getByLabel('Organisation', { exact: true }).fill('Example Inc.');
    await page.getByLabel('Your name').fill('Robin Example');
    await passphrase().fill('short');
    await page.keyboard.press('Enter');
    await page.getByText(/^A passphrase has at least 12 characters/).waitFor();
    await checkWindow(seat, 'keys-01-first-start');
    await passphrase().fill(PASSPHRASE);
    await page.getByLabel('Once more').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await seat.writeDownRecoveryKey();
    await isOnline();
    expect(kept()).not.toContain('seed');
    await seat.go('Settings');
    await page.getByText('Encrypted with your passphrase').waitFor();
  });

  test('started again ends what is due without the passphrase, and shows its history', async () => {
    await seat.getAccess('token on', { duration: '8s', why: 'While it is locked' });
    await expect.poll(tokens, patiently).toHaveLength(1);
    await seat.kill();
    await seat.launch(NO_KEYRING);
    await isLocked();
    await expect.poll(tokens, patiently).toHaveLength(0);
    await checkWindow(seat, 'keys-02-locked');
    const names = (await seat.desktop.tray.openMenu()).map(({ name }) => name);
    await seat.desktop.tray.closeMenu();
    expect(names).toContain('Locked: enter the passphrase…');
    expect(names).not.toContain('Inbox');
    await seat.go('History');
    await seat.page.getByRole('option', { name: /While it is locked/ }).waitFor();
    await seat.photograph('keys-03-history');
    await seat.go('Settings');
    await seat.page.getByText('Encrypted with your passphrase').waitFor();
    expect(await seat.page.getByText('This system has no keyring that Latchkey can use').count()).toBe(0);
  });

  test('opens with the passphrase alone, tried as often as somebody likes', async () => {
    await seat.go('Access');
    for (const wrong of ['wrong', 'Correct horse battery']) {
      await unlock(wrong);
      await seat.page.getByText(/does not open the keys of this device/).waitFor();
    }
    await checkWindow(seat, 'keys-04-wrong');
    await unlock(PASSPHRASE);
    await isOnline();
    await seat.getAccess('token on', { duration: '1h', why: 'After it was unlocked' });
    await expect.poll(tokens, patiently).toHaveLength(1);
  });

  test('has the passphrase changed in the settings, by who knows it', async () => {
    const { page } = seat;
    await seat.go('Settings');
    await page.getByRole('button', { name: 'Change passphrase…' }).click();
    await page.getByLabel('Current passphrase').fill('wrong');
    await page.getByLabel('New passphrase').fill(OTHER);
    await page.getByLabel('Once more').fill(OTHER);
    await page.keyboard.press('Enter');
    await page.getByText(/does not open the keys of this device/).waitFor();
    await checkWindow(seat, 'keys-05-change');
    await page.getByLabel('Current passphrase').fill(PASSPHRASE);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await seat.quit();
    await seat.launch(NO_KEYRING);
    await isLocked();
    await unlock(PASSPHRASE);
    await seat.page.getByText(/does not open the keys of this device/).waitFor();
    await unlock(OTHER);
    await isOnline();
  });

  test('says what it costs to have forgotten it', async () => {
    await seat.quit();
    await seat.launch(NO_KEYRING);
    await isLocked();
    await seat.page.getByRole('button', { name: 'Forgot the passphrase?' }).click();
    await seat.page
      .getByText(/Nobody can recover it\. This organisation is on this computer alone/)
      .waitFor();
    await checkWindow(seat, 'keys-06-forgotten');
    await seat.page.keyboard.press('Escape');
    // The dialog gives the focus back to where it was.
    await expect
      .poll(() => seat.page.evaluate('document.activeElement.textContent'), patiently)
      .toContain('Forgot the passphrase?');
    await passphrase().focus();
    await unlock(OTHER);
    await isOnline();
  });
});
