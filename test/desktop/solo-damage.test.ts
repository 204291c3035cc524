import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

describe('one person alone whose local file is damaged while access is active', () => {
  tellAsStory();
  let seat: Seat;
  let address = '';
  let tokenFile = '';

  beforeAll(async () => {
    seat = await Seat.start();
    await seat.beginAlone();
  }, 180_000);
  afterAll(() => seat?.stop());

  test('has a token for twenty seconds', async () => {
    address = await serviceAddress();
    const page = await seat.chooseInTray('Request access…');
    await page.getByRole('combobox').first().fill('token on');
    await page.keyboard.press('Enter');
    await page.getByLabel('Duration').fill('20s');
    await page.getByLabel('Why').fill('To be cut off');
    await page.getByRole('button', { name: /Get access/ }).click();
    await page.getByRole('button', { name: 'Show access' }).click();
    await page.getByRole('button', { name: /^Show credential/ }).click();
    await page.getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => seat.clipboard(), { timeout: PATIENCE_MS }).toMatch(/^cat '/);
    tokenFile = (await seat.clipboard()).slice(5, -1);
  });

  const serviceAddress = async (): Promise<string> => {
    await seat.go('Settings');
    return (
      (await seat.page
        .getByText(/^unix:\/.+\/run\/latchkey\.sock$/)
        .first()
        .textContent()) ?? ''
    );
  };

  test('still has their organisation, at the same address, and the access ends', async () => {
    await seat.quit();
    expect(existsSync(tokenFile)).toBe(true);
    await writeFile(join(seat.home, 'desktop.json'), '{"session": {"mode": 7}, "grants"');
    await seat.launch();
    await seat.chooseInTray('Settings');
    await seat.page.getByText(/What this device had stored was damaged/).waitFor();
    await seat.page.getByText(/^Online/).waitFor();
    expect(await serviceAddress()).toBe(address);
    await expect.poll(() => existsSync(tokenFile), { timeout: PATIENCE_MS }).toBe(false);
    await seat.photograph('solo-damage');
  });
});
