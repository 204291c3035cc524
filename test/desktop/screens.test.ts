import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEAD } from '../support/example-company.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

const VIEWS = ['Inbox', 'Access', 'Request…', 'History', 'Settings'] as const;

describe('every window, in light and in dark,', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.window();
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  const checkViews = async (state: string): Promise<void> => {
    for (const view of VIEWS) {
      await lead.go(view);
      await checkWindow(lead, `screen-${view.replace('…', '').toLowerCase()}-${state}`);
    }
  };

  test('is accessible on the first run', async () => {
    await checkWindow(lead, 'screen-first-run-create');
    await lead.page.getByText('You were given an invite').click();
    await checkWindow(lead, 'screen-first-run-join');
    await lead.page.getByRole('button', { name: 'Join', exact: true }).click();
    await checkWindow(lead, 'screen-first-run-mistakes');
  });

  test('is accessible while there is nothing', async () => {
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    await checkViews('empty');
  });

  test('is accessible while there is much', async () => {
    const denied = await team.dev.ask('shared/queue', { reason: 'Too early', ticket: 'INC-1' });
    await team.second.answer(denied, 'deny', 'Wait for the release');
    const approved = await team.dev.ask('shared/reports', { ms: 3_600_000, reason: 'Numbers for the board' });
    await team.dev.ask('shared/queue', {
      ms: 5_400_000,
      reason: 'The queue is full again',
      ticket: 'INC-4212',
    });
    const { page } = lead;
    await lead.go('Request…');
    await page.getByRole('combobox').first().fill('staging');
    await page.getByRole('option', { name: /Token for the staging/ }).click();
    await page.getByLabel('Why').fill('To see a full window');
    await page.getByRole('heading', { name: 'Granted at once' }).waitFor();
    await checkWindow(lead, 'screen-request-filled');
    await page.getByRole('button', { name: /Get access/ }).click();
    await page.getByRole('button', { name: 'Show access' }).waitFor();
    await checkWindow(lead, 'screen-request-progress');
    await lead.go('Inbox');
    await page.getByRole('option', { name: /Read the monthly reports/ }).click();
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect
      .poll(() => team.dev.grant(approved), { timeout: PATIENCE_MS })
      .toMatchObject({ kind: 'active' });
    await checkViews('full');
  });

  test('is accessible with what opens in it', async () => {
    const { page } = lead;
    await lead.go('Access');
    await page.getByRole('button', { name: /^Show credential/ }).click();
    await page.getByRole('button', { name: 'Reveal Token' }).click();
    await checkWindow(lead, 'screen-access-credential');
    await page.getByRole('button', { name: /^Give back/ }).click();
    await checkWindow(lead, 'screen-access-give-back');
    await page.keyboard.press('Escape');
    await lead.go('History');
    await page.getByRole('option', { name: /Numbers for the board/ }).click();
    await page
      .getByRole('region', { name: 'Timeline' })
      .getByText(/approved/)
      .first()
      .waitFor();
    await checkWindow(lead, 'screen-history-timeline');
    await page
      .getByRole('button', { name: /^Verified to entry/ })
      .last()
      .click();
    await checkWindow(lead, 'screen-history-verification');
    await page.keyboard.press('Escape');
    await page.getByRole('listbox', { name: 'Requests' }).focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await checkWindow(lead, 'screen-shortcuts');
    await page.keyboard.press('Escape');
  });

  test('is accessible while the history is searched for who answered', async () => {
    const { page } = lead;
    await lead.go('History');
    await page.getByRole('searchbox').fill('sam sec');
    await page.getByRole('option', { name: /Too early.*denied by Sam Second/ }).waitFor();
    await page.getByText('1 request', { exact: true }).waitFor();
    await checkWindow(lead, 'screen-history-search');
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'Person' }).pressSequentially('lead');
    await page.keyboard.press('Enter');
    await page.getByText('2 requests asked for or answered by Lead Example').waitFor();
    await checkWindow(lead, 'screen-history-person');
  });

  test('is accessible offline', async () => {
    await team.service.stop();
    await lead.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
    await lead.go('Inbox');
    await lead.page
      .getByRole('option', { name: /Drain the refund queue/ })
      .first()
      .click();
    await lead.page.getByRole('button', { name: 'Approve' }).click();
    await lead.page.getByText(/Your approval waits to be sent/).waitFor();
    await checkViews('offline');
  });

  test('follows the theme that is chosen in the settings', async () => {
    await lead.go('Settings');
    await lead.page.getByText('Light', { exact: true }).click();
    await expect
      .poll(() => lead.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
      .toBe(false);
    await lead.page.getByText('Dark', { exact: true }).click();
    await expect
      .poll(() => lead.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches"))
      .toBe(true);
  });
});
