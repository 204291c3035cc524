import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEV, LEAD } from '../support/example-company.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

const patiently = { timeout: PATIENCE_MS };
const REASON = 'Asked for by mistake';
const OTHER_REASON = 'Numbers for the board';

describe('a requester who withdraws what nobody has answered yet', () => {
  tellAsStory();
  let team: Team;
  let dev: Seat;
  let lead: Seat;

  beforeAll(async () => {
    [team, dev, lead] = await Promise.all([Team.start(), Seat.start(), Seat.start()]);
    await Promise.all([
      dev.joinTeam(team.service.url, await team.dev.invite(DEV)),
      lead.joinTeam(team.service.url, await team.owner.invite(LEAD)),
    ]);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([dev?.stop(), lead?.stop()]);
    await team?.stop();
  });

  const steps = () =>
    dev.page.getByRole('list', { name: 'Progress' }).getByRole('listitem').allTextContents();

  test('sees it wait, and so does the approver', async () => {
    await team.dev.ask('shared/reports', { reason: OTHER_REASON });
    await lead.desktop.notices.waitFor(OTHER_REASON);
    await dev.go('Request…');
    await dev.page.getByRole('combobox').first().fill('queue');
    await dev.page.keyboard.press('Enter');
    await dev.page.getByLabel('Why').fill(REASON);
    await dev.page.getByRole('button', { name: 'Request access' }).last().click();
    await dev.page.getByRole('button', { name: 'Withdraw' }).waitFor();
    await lead.desktop.notices.waitFor(REASON);
    await lead.go('Inbox');
    await lead.page.getByRole('option', { name: /Drain the refund queue/ }).click();
    await lead.page.getByRole('button', { name: 'Approve' }).waitFor();
    await dev.photograph('withdraw-before');
  });

  test('withdraws it with one click, and sees that it is over', async () => {
    await dev.page.getByRole('button', { name: 'Withdraw' }).click();
    await dev.page
      .getByRole('listitem')
      .filter({ hasText: /^\s*Withdrawn/ })
      .waitFor();
    expect(await steps()).toEqual([expect.stringMatching(/Sent/), expect.stringMatching(/Withdrawn/)]);
    expect(await dev.page.getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
    await dev.photograph('withdraw-after');
    await checkWindow(dev, 'withdraw-progress');
  });

  test('takes it from the approver: the notification goes, and in the window nothing is left to answer', async () => {
    await lead.desktop.notices.waitUntilGone(REASON);
    // What was on the screen stays, with what became of it.
    await lead.page.getByText('Dev Example withdrew it').waitFor();
    expect(await lead.page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect((await lead.desktop.notices.showing()).map(({ texts }) => texts.join(' '))).toEqual([
      expect.stringContaining(OTHER_REASON),
    ]);
    await lead.photograph('withdraw-approver');
  });

  test('finds it in the history as withdrawn', async () => {
    for (const seat of [dev, lead]) {
      await seat.go('History');
      await seat.page.getByRole('option', { name: /Drain the refund queue/ }).click();
      await seat.page
        .getByRole('region', { name: 'Timeline' })
        .getByText(/withdrew/)
        .waitFor();
    }
    await expect.poll(() => dev.page.getByText('Withdrawn').count(), patiently).toBeGreaterThan(0);
    await dev.photograph('withdraw-history');
  });
});
