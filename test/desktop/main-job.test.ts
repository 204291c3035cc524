import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canSandbox } from '../../build/setup/sandbox.js';
import { DEV, exampleCompany, LEAD } from '../support/example-company.ts';
import { Member } from '../support/member.ts';
import { databaseSecrets } from '../../build/demo/company.ts';
import { startPaymentsDatabase, type PaymentsDatabase } from '../../build/demo/payments-database.ts';
import { ServiceProcess } from '../support/service-process.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';

const TITLE = 'Write to the payments database';
const REASON = 'Refunds of order 4211 are stuck & <waiting>';
/** Long enough to do everything with it on a busy machine, short enough to wait for its end. */
const DURATION = '30s';
const patiently = { timeout: PATIENCE_MS };

// The product's main job as one story: each test is a step and needs the steps before it.
describe('access to a production database, asked for and approved from two trays', () => {
  tellAsStory();
  let database: PaymentsDatabase;
  let service: ServiceProcess;
  let owner: Member;
  let dev: Seat;
  let lead: Seat;
  let credentialUrl = '';
  let session: pg.Client;
  let sessionEnded: Promise<unknown>;

  beforeAll(async () => {
    [database, dev, lead] = await Promise.all([startPaymentsDatabase(), Seat.start(), Seat.start()]);
    service = await ServiceProcess.start({
      organisation: exampleCompany(database),
      secrets: databaseSecrets(database),
    });
    owner = await Member.join(service.url, service.ownerInvite);
  }, 180_000);

  afterAll(async () => {
    await Promise.all([dev?.stop(), lead?.stop()]);
    await owner?.close();
    await service?.remove();
    await database?.stop();
  });

  test('both apps run as an unprivileged user with Chromium’s sandbox on', async () => {
    for (const seat of [dev, lead]) {
      const page = await seat.window();
      expect(await seat.app.evaluate(() => process.getuid?.())).not.toBe(0);
      // Where the system has no sandbox at all, the harness says so, and its own test fails.
      if (await canSandbox()) expect(await seat.seccompOfWindows()).toEqual(new Set(['2']));
      expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe(
        'undefined',
      );
    }
  });

  test('both join through the first window', async () => {
    await dev.window();
    await dev.photograph('main-job-01-first-run');
    await dev.joinTeam(service.url, await owner.invite(DEV));
    await lead.joinTeam(service.url, await owner.invite(LEAD));
    await lead.photograph('main-job-02-joined');
  });

  test('the developer asks through the tray menu', async () => {
    await dev.desktop.tray.openMenu();
    await dev.photograph('main-job-03-tray-menu');
    await dev.desktop.tray.closeMenu();
    const page = await dev.chooseInTray('Request access…');
    await page.getByRole('combobox').first().fill('payments wr');
    await page.getByRole('option', { name: TITLE }).waitFor();
    await page.keyboard.press('Enter');
    await page
      .getByRole('region', { name: 'What policy says' })
      .getByText('Lead Example or Sam Second')
      .waitFor();
    await page.getByRole('radio', { name: '2h' }).check();
    await page.getByLabel('Duration').fill(DURATION);
    await page.getByLabel('Why').fill(REASON);
    await page.getByLabel('Ticket').fill('INC-4211');
    await dev.photograph('main-job-04-request-form');
    await page.getByRole('button', { name: 'Request access', exact: false }).last().click();
    await page.getByRole('heading', { name: 'Your request' }).waitFor();
    await dev.photograph('main-job-05-waiting');
  });

  test('the approver is told by a native notification and clicks its Approve button', async () => {
    const notice = await lead.desktop.notices.waitFor('Dev Example asks for access');
    await lead.photograph('main-job-06-notification');
    expect(notice.texts.join('\n')).toContain(TITLE);
    expect(notice.texts.join('\n')).toContain(`Why: ${REASON}`);
    expect(notice.texts.join('\n')).toContain('Ticket: INC-4211');
    expect(notice.buttons.map(({ name }) => name)).toEqual(['Approve', 'Deny', 'Open']);
    await lead.desktop.notices.click('Approve', 'Dev Example asks');
    await lead.desktop.notices.waitUntilGone('Dev Example asks');
  });

  test('the developer is told, and gets a credential that works', async () => {
    await dev.desktop.notices.waitFor('Access is ready');
    await dev.photograph('main-job-07-access-is-ready');
    await dev.go('Access');
    const page = dev.page;
    await page.getByRole('button', { name: `Show credential: ${TITLE}` }).click();
    await page.getByRole('button', { name: 'Copy command' }).click();
    await expect.poll(() => dev.clipboard(), patiently).toMatch(/^psql 'postgresql:\/\/latchkey_/);
    await page.getByRole('button', { name: 'Reveal URL with the password' }).click();
    await page.getByRole('button', { name: 'Copy URL with the password' }).click();
    await expect.poll(() => dev.clipboard(), patiently).toMatch(/^postgresql:\/\/latchkey_[a-z0-9]+:.+@/);
    credentialUrl = (await dev.clipboard()).replace('?sslmode=prefer', '');
    await page.getByRole('timer').waitFor();
    await dev.photograph('main-job-08-credential');

    session = new pg.Client({ connectionString: credentialUrl });
    sessionEnded = new Promise((resolve) => session.on('error', resolve));
    await session.connect();
    await session.query("INSERT INTO refunds VALUES (4211, 'released')");
    expect((await database.admin.query('SELECT note FROM refunds')).rows).toEqual([{ note: 'released' }]);
  });

  test('the countdown is in the window and in the tray', async () => {
    await expect.poll(() => dev.page.getByRole('timer').textContent(), patiently).toMatch(/^0:\d\d$/);
    const items = await dev.desktop.tray.openMenu();
    expect(items.map(({ name }) => name).join('\n')).toMatch(
      /Write to the payments database: .*(left|ending)/,
    );
    await dev.photograph('main-job-09-countdown');
    await dev.desktop.tray.closeMenu();
  });

  test('the approver sees it active', async () => {
    await lead.chooseInTray('Inbox');
    await lead.page
      .getByText(/active until/)
      .first()
      .waitFor();
    await lead.photograph('main-job-10-approver-active');
  });

  test('after the deadline the open session is ended and the same credentials are refused', async () => {
    await Promise.race([
      sessionEnded,
      wait(2 * PATIENCE_MS).then(() => Promise.reject(new Error('still there'))),
    ]);
    const again = new pg.Client({ connectionString: credentialUrl });
    again.on('error', () => undefined);
    await expect(again.connect()).rejects.toThrow(/authentication failed|does not exist/);
    await dev.desktop.notices.waitFor('Access is gone');
    await dev.photograph('main-job-11-access-is-gone');
    const roles = await database.admin.query(
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'latchkey\\_%'",
    );
    expect(roles.rows).toEqual([]);
  });

  test('the approver sees it revoked, and how late', async () => {
    await lead.page
      .getByText(/revoked \d\d:\d\d:\d\d, /)
      .first()
      .waitFor();
    await lead.photograph('main-job-12-approver-revoked');
  });

  test('with the service stopped, the history can be read and is shown as verified', async () => {
    await service.stop();
    for (const seat of [dev, lead]) {
      const page = await seat.chooseInTray('History');
      await page
        .getByText(/^Offline since/)
        .first()
        .waitFor();
      await page.getByRole('searchbox').fill('4211');
      await page.getByRole('option', { name: TITLE }).click();
      const timeline = page.getByRole('region', { name: 'Timeline' });
      await timeline
        .getByText(/verified gone/i)
        .first()
        .waitFor();
      await timeline
        .getByText(/Lead Example approved/)
        .first()
        .waitFor();
      expect(await page.getByRole('button', { name: /^Verified to entry \d+/ }).count()).toBeGreaterThan(0);
    }
    await dev.photograph('main-job-13-history-offline');
    await lead.photograph('main-job-14-history-offline-approver');
  });
});
