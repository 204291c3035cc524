import { cp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { LEAD } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('a service whose history was rewritten', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  // The same key and the same sessions, but another past: what whoever holds the service's disk could do.
  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    await team.service.stop();
    const earlier = join(team.service.folder, 'earlier');
    await cp(team.service.data, earlier, { recursive: true });

    await team.service.start();
    await waitUntil('the service', () => team.dev.ask('shared/queue', { reason: 'What really happened' }));
    await lead.desktop.notices.waitFor('What really happened');
    await lead.page.getByText(/^Verified to entry/).waitFor();
    await lead.quit();
    await team.service.stop();

    await rm(team.service.data, { recursive: true });
    await cp(earlier, team.service.data, { recursive: true });
    await team.service.start();
    for (const reason of ['Something else', 'And more of it', 'Until it is longer'])
      await waitUntil('the service', () => team.dev.ask('shared/queue', { reason }));
    await lead.launch();
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  test('is found out: the window says so loudly', async () => {
    const page = await lead.chooseInTray('History');
    await page.getByText('The history does not verify.').waitFor();
    await page
      .getByRole('button', { name: /^History altered/ })
      .first()
      .waitFor();
    await lead.photograph('alarm-01-window');
  });

  test('and so does the tray', async () => {
    const items = await lead.desktop.tray.openMenu();
    expect(items.map(({ name }) => name)).toContain('The history does not verify');
    await lead.photograph('alarm-02-tray');
    await lead.desktop.tray.closeMenu();
  });

  test('the evidence is kept, with what was signed before and after', async () => {
    const names = (await readdir(lead.home)).filter((name) => name.startsWith('log-evidence-'));
    expect(names).toHaveLength(1);
    const evidence = await readFile(join(lead.home, names[0] ?? ''), 'utf8');
    expect(JSON.parse(evidence)).toMatchObject({ kind: expect.any(String), sentence: expect.any(String) });
  });

  test('what was verified before can still be read', async () => {
    await lead.go('History');
    await lead.page.getByRole('option', { name: /What really happened/ }).waitFor();
    expect(await lead.page.getByRole('option', { name: /Something else/ }).count()).toBe(0);
  });

  test('the alarm is still there after a restart', async () => {
    await lead.quit();
    await lead.launch();
    const page = await lead.chooseInTray('History');
    await page.getByText('The history does not verify.').waitFor({ timeout: PATIENCE_MS });
  });
});
