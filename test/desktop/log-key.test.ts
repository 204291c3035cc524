import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEAD } from '../support/example-company.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('a log that gets another key', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;
  /** The service of before, as whoever stole the old key has it. */
  let stolen: string;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    await team.service.stop();
    stolen = join(team.service.folder, 'stolen');
    await cp(team.service.data, stolen, { recursive: true });
    await team.service.start();
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  test('is told at once, and goes on', async () => {
    await lead.page.getByText(/^Online/).waitFor({ timeout: PATIENCE_MS });
    await team.owner.rotateLogKey();
    await lead.desktop.notices.waitFor('gave the log another key');
    await lead.page
      .getByText(/gave the log another key/)
      .first()
      .waitFor();
    await checkWindow(lead, 'log-key-01-told');
    await team.dev.ask('shared/queue', { reason: 'After the key was changed' });
    await lead.desktop.notices.waitFor('After the key was changed');
    await lead.go('History');
    await lead.page
      .getByText(/^Verified to entry/)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    await lead.photograph('log-key-02-history');
  });

  test('is taken over: after a restart all that was verified before is still good', async () => {
    await lead.quit();
    await lead.launch();
    const page = await lead.chooseInTray('History');
    await page.getByRole('option', { name: /After the key was changed/ }).waitFor();
    await page.getByText(/^Online/).waitFor({ timeout: PATIENCE_MS });
    expect(await page.getByText('The history does not verify.').count()).toBe(0);
  });

  test('and who has only the old one is a stranger', async () => {
    await lead.quit();
    await team.service.stop();
    await rm(team.service.data, { recursive: true });
    await cp(stolen, team.service.data, { recursive: true });
    await team.service.start();
    await lead.launch();
    const page = await lead.chooseInTray('History');
    await page
      .getByText(/could not prove to be the service that you joined/)
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    await lead.photograph('log-key-03-stranger');
  });
});
