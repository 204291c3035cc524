import { publishFiles } from '../support/publish-files.ts';
import { readdir, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { exampleCompany, LEAD, peopleWithout } from '../support/example-company.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('a device that was signed out does not lie', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    await lead.getAccess('token for', { duration: '1h', why: 'To look at the queue' });
    await lead.go('Access');
    await team.service.stop();
    await lead.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
    await lead.page
      .getByRole('button', { name: /^Give back/ })
      .first()
      .click();
    await lead.page.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
    await lead.page
      .getByText(/waits to be sent/)
      .first()
      .waitFor();
    // What waits is not sent before they are taken out.
    const { pid = 0 } = lead.app.process();
    process.kill(pid, 'SIGSTOP');
    await team.service.start();
    await publishFiles(team.owner.api, { ...exampleCompany(), people: peopleWithout(LEAD) });
    process.kill(pid, 'SIGCONT');
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  /** Somebody who was taken out is a new person: no device of theirs is left that would have to invite. */
  const inviteAgain = async (): Promise<string> => {
    await publishFiles(team.owner.api, exampleCompany());
    return team.owner.invite(LEAD);
  };

  test('it says that it is signed out, what ended, and what was not sent', async () => {
    const { page } = lead;
    await page.getByRole('heading', { name: 'Signed out' }).waitFor({ timeout: PATIENCE_MS });
    await page.getByRole('heading', { name: 'Ended access' }).waitFor();
    await page.getByText(/^Ending access:/).waitFor();
    expect(await page.getByRole('timer').count()).toBe(0);
    expect(await page.getByText(/sent later|^Offline/).count()).toBe(0);
    expect(await page.getByRole('button', { name: /credential/ }).count()).toBe(0);
    await checkWindow(lead, 'signed-out');
  });

  test('its keys are gone from the disk, and the tray says what to do', async () => {
    await waitUntil(
      'the keys to go',
      async () => (await readdir(lead.home)).every((name) => !name.startsWith('identity')),
      PATIENCE_MS,
    );
    const items = await lead.desktop.tray.openMenu();
    expect(items.map(({ name }) => name)).toContain('Signed out: join again or leave…');
    await lead.desktop.tray.closeMenu();
  });

  test('a restart does not change that, and the history can still be read', async () => {
    await lead.quit();
    await lead.launch();
    const page = await lead.window();
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    await lead.go('History');
    await page
      .getByRole('option', { name: /To look at the queue/ })
      .first()
      .waitFor();
  });

  test('a new invite is taken', async () => {
    const { page } = lead;
    await lead.go('Access');
    await page.getByRole('button', { name: 'Join with an invite' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Invite code').fill('WRONG-CODE-1234');
    await dialog.getByRole('button', { name: 'Join', exact: true }).click();
    await dialog
      .getByRole('alert')
      .or(dialog.getByText(/invite/i))
      .first()
      .waitFor();
    await checkWindow(lead, 'signed-out-join');
    await dialog.getByLabel('Invite code').fill(await inviteAgain());
    await dialog.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByText(/^Online/).waitFor({ timeout: PATIENCE_MS });
    expect(await page.getByRole('heading', { name: 'Signed out' }).count()).toBe(0);
  });

  test('a service that was founded anew is told as another service, in words and without wiping', async () => {
    const { page } = lead;
    await team.service.stop();
    await rm(team.service.data, { recursive: true });
    await team.service.start();
    await page.getByText(/Another service answers since/).waitFor({ timeout: PATIENCE_MS });
    expect((await readdir(lead.home)).some((name) => name.startsWith('identity'))).toBe(true);
    await checkWindow(lead, 'signed-out-stranger');
    await page.getByRole('button', { name: 'Leave this organisation' }).click();
    await checkWindow(lead, 'signed-out-leave');
    await page.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByRole('heading', { name: 'Welcome to Latchkey' }).waitFor();
    await expect
      .poll(async () => (await readdir(lead.home)).some((name) => name.startsWith('identity')))
      .toBe(false);
  });
});
