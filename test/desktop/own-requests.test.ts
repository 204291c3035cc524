import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEV } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { Team } from './support/team.ts';

const patiently = { timeout: PATIENCE_MS };

describe('a requester with several requests', () => {
  let team: Team;
  let dev: Seat;

  beforeAll(async () => {
    [team, dev] = await Promise.all([Team.start(), Seat.start()]);
    await dev.joinTeam(team.service.url, await team.dev.invite(DEV));
  }, 180_000);
  afterAll(async () => {
    await dev?.stop();
    await team?.stop();
  });

  test('withdraws the one that was opened in Access, not the one that was sent last', async () => {
    const { page } = dev;
    const earlier = await team.dev.ask('shared/reports', { reason: 'Numbers for the board' });
    await dev.go('Request…');
    await page.getByRole('combobox').first().fill('queue');
    await page.keyboard.press('Enter');
    await page.getByLabel('Why').fill('The queue has to be drained tonight');
    await page.getByRole('button', { name: 'Request access' }).last().click();
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    await dev.go('Access');
    const waiting = page.getByRole('region', { name: 'Waiting' }).getByRole('button');
    await expect.poll(() => waiting.count(), patiently).toBe(2);
    await waiting.filter({ hasNotText: /queue/i }).click();
    await page.getByText('Numbers for the board').waitFor();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await expect.poll(async () => (await team.dev.get(earlier)).phase.kind, patiently).toBe('withdrawn');
    const all = await team.dev.api.requests.list.query({ scope: 'mine', open: true, limit: 10 });
    expect(all.map(({ facts }) => facts.reason)).toMatchObject([
      { text: 'The queue has to be drained tonight' },
    ]);
  });
});
