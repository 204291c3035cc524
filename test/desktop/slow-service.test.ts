import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { LEAD } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('what is done while the service is frozen', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    for (const reason of ['Runs already', 'AAA harmless', 'BBB dangerous'])
      ids[reason] = await team.dev.ask('shared/queue', { reason, ms: 600_000 });
    await lead.chooseInTray('Inbox');
    await approve('Runs already');
    await waitUntil(
      'access',
      async () => (await team.dev.grant(ids['Runs already'] ?? ''))?.kind === 'active',
      PATIENCE_MS,
    );
    await row('BBB dangerous').waitFor();
    team.service.signal('SIGSTOP');
  }, 180_000);
  afterAll(async () => {
    team?.service.signal('SIGCONT');
    await lead?.stop();
    await team?.stop();
  });

  const row = (reason: string) => lead.page.getByRole('option').filter({ hasText: reason });
  const approve = async (reason: string): Promise<void> => {
    await row(reason).click();
    await lead.page.getByRole('region', { name: 'Details' }).getByText(reason).waitFor();
    await lead.page.getByRole('button', { name: 'Approve' }).click();
  };
  const outbox = () => lead.page.getByRole('region', { name: 'Not sent yet' });
  const cancel = (reason: string) =>
    lead.page.getByRole('button', {
      name: `Cancel: Your approval, Drain the refund queue, asked by Dev Example for 10m, ${reason}`,
    });
  const isFocused = (button: ReturnType<typeof cancel>) =>
    button.evaluate((element) => element.matches(':focus'));

  test('ending access is kept without an answer, and the dialog goes', async () => {
    const { page } = lead;
    await lead.go('Access');
    await page.getByRole('button', { name: /^End access of Dev Example/ }).click();
    const dialog = page.getByRole('dialog', { name: 'End this access now?' });
    await dialog.getByRole('button', { name: 'End access' }).click();
    await dialog.getByText('It is being sent: closing this does not take it back.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).first().waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Ending is being sent').waitFor();
    // It may be done already: there is nothing to take back.
    expect(await page.getByRole('button', { name: /^Cancel: / }).count()).toBe(0);
  });

  test('answers wait behind it, each with who asked, for how long and why', async () => {
    await lead.go('Inbox');
    await approve('AAA harmless');
    await lead.page.getByText(/Your approval\s+waits to be sent/).waitFor();
    await cancel('AAA harmless').waitFor();
    await lead.photograph('slow-service-01-waits');
    await approve('BBB dangerous');
    await lead.page.getByRole('button', { name: '3 waiting to be sent' }).click();
    for (const reason of ['AAA harmless', 'BBB dangerous']) {
      await outbox().getByText(`asked by Dev Example for 10m: ${reason}`).waitFor();
      await cancel(reason).waitFor();
    }
    await lead.photograph('slow-service-02-outbox');
  });

  test('nothing of it is lost when the app ends', async () => {
    await lead.quit();
    await lead.launch();
    await lead.chooseInTray('Settings');
    await cancel('AAA harmless').waitFor();
    await cancel('BBB dangerous').waitFor();
    expect(await outbox().getByRole('listitem').count()).toBe(3);
  });

  test('the one that is meant can be taken back by the keyboard, which is then at the next one', async () => {
    await cancel('AAA harmless').focus();
    await lead.page.keyboard.press('Enter');
    await lead.page
      .getByText(/^Taken back/)
      .first()
      .waitFor();
    await waitUntil('the focus', () => isFocused(cancel('BBB dangerous')), PATIENCE_MS);
    await lead.photograph('slow-service-03-taken-back');
  });

  test('the rest is sent and done when it goes on', async () => {
    team.service.signal('SIGCONT');
    const phase = async (reason: string) => (await team.dev.get(ids[reason] ?? '')).phase.kind;
    await waitUntil('the approval', async () => (await phase('BBB dangerous')) === 'approved', PATIENCE_MS);
    expect(await phase('AAA harmless')).toBe('submitted');
    await waitUntil(
      'the end',
      async () => (await team.dev.grant(ids['Runs already'] ?? ''))?.kind === 'revoked',
      PATIENCE_MS,
    );
    await outbox().waitFor({ state: 'detached' });
  });
});
