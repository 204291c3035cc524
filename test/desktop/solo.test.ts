import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const patiently = { timeout: PATIENCE_MS };

describe('one person alone', () => {
  tellAsStory();
  let seat: Seat;
  let tokenFile = '';

  beforeAll(async () => {
    seat = await Seat.start();
  });
  afterAll(() => seat?.stop());

  test('makes an organisation on this computer, and has its service and its runner', async () => {
    await seat.beginAlone();
    const processes = await seat.app.evaluate(({ app }) => app.getAppMetrics().map(({ name }) => name));
    expect(processes).toContain('Latchkey service');
    await seat.photograph('solo-01-ready');
  });

  test('asks with mouse and keyboard alone, and has access at once', async () => {
    const { screen } = seat.desktop;
    await seat.page.getByRole('button', { name: 'Request access' }).last().waitFor();
    const button = await seat.page.getByRole('button', { name: 'Request access' }).last().boundingBox();
    const place = await seat.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getContentBounds(),
    );
    if (!button || !place) throw new Error('the button is nowhere');
    await screen.clickOn({ ...button, x: place.x + button.x, y: place.y + button.y });
    await seat.page.getByRole('combobox').first().waitFor();
    await expect.poll(() => seat.page.evaluate('document.activeElement.role'), patiently).toBe('combobox');
    await screen.type('token on');
    await screen.key('Return', 'Tab');
    await seat.page.getByRole('heading', { name: 'Granted at once' }).waitFor();
    await seat.page.getByLabel('Duration').focus();
    await screen.key('ctrl+a');
    await screen.type('12s');
    await screen.key('Tab');
    await screen.type('To see how it works');
    await seat.photograph('solo-02-request');
    await screen.key('ctrl+Return');
    await seat.desktop.notices.waitFor('Access is ready');
    await seat.page.getByRole('button', { name: 'Show access' }).click();
  });

  test('uses the token from the file, and finds nothing after the deadline', async () => {
    const { page } = seat;
    await page.getByRole('button', { name: /^Show credential/ }).click();
    await page.getByRole('button', { name: 'Reveal Token' }).click();
    await page.getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => seat.clipboard(), patiently).toMatch(/^cat '/);
    tokenFile = (await seat.clipboard()).slice(5, -1);
    await seat.photograph('solo-03-active');
    const token = (await readFile(tokenFile, 'utf8')).trim();
    await page.getByText(token).waitFor();

    await seat.desktop.notices.waitFor('Access is gone');
    await expect(readFile(tokenFile)).rejects.toThrow('ENOENT');
    await page.getByText(token).waitFor({ state: 'detached' });
  });

  test('finds all of it in the history, verified', async () => {
    await seat.go('History');
    await seat.page.getByRole('option', { name: /A token on/ }).click();
    await seat.page
      .getByRole('region', { name: 'Timeline' })
      .getByText(/verified gone/i)
      .first()
      .waitFor();
    await seat.page
      .getByRole('button', { name: /^Verified to entry/ })
      .first()
      .waitFor();
    await seat.photograph('solo-04-history');
  });

  test('copies the command from the notification, and gives access back before its time', async () => {
    const page = await seat.chooseInTray('Request access…');
    await page.getByRole('combobox').first().fill('token on');
    await page.keyboard.press('Enter');
    await page.getByLabel('Why').fill('To give it back');
    await page.getByRole('button', { name: /Get access/ }).click();
    await seat.desktop.notices.click('Copy command', 'Access is ready');
    await seat.desktop.notices.waitFor('Command copied');
    expect(await seat.clipboard()).toMatch(/^cat '/);
    await page.getByRole('button', { name: 'Show access' }).click();
    await page.getByRole('button', { name: /^Give back/ }).click();
    await seat.photograph('solo-05-give-back');
    await page.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    await page.getByRole('timer').waitFor({ state: 'detached' });
    await page.getByText('Revoked').first().waitFor();
  });

  test('has one Latchkey for each home: a second start only shows the window', async () => {
    await seat.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await seat.startAgain()).toBe(0);
    await expect
      .poll(
        () => seat.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()),
        patiently,
      )
      .toBe(true);
    expect(await seat.desktop.tray.icons()).toHaveLength(1);
  });
});
