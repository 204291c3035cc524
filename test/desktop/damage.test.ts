import { mkdir, readdir, readFile, rename, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEAD } from '../support/example-company.ts';
import { Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('a desktop whose files were damaged', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    const requestId = await team.dev.ask('shared/reports', { reason: 'Something to keep' });
    await team.second.answer(requestId, 'deny', 'Not now');
    await team.dev.ask('shared/queue', { reason: 'Still waiting' });
    await lead.desktop.notices.waitFor('Still waiting');
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  const setAside = async (name: string): Promise<string[]> =>
    (await readdir(lead.home)).filter((file) => file.startsWith(`${name}.damaged-`));

  test('sets a damaged local file aside, says so, and has everything again from the service', async () => {
    await lead.quit();
    await writeFile(join(lead.home, 'desktop.json'), '{"session": {"mode": 7}, "grants"');
    await lead.launch();
    await lead.chooseInTray('Inbox');
    await lead.page.getByText(/What this device had stored was damaged/).waitFor();
    await lead.page.getByText(/^Online/).waitFor();
    await lead.page.getByRole('option', { name: /Still waiting/ }).waitFor();
    // What was answered is no news, nor left over from before: it was withdrawn, however quickly the answer came.
    await lead.desktop.notices.waitFor('Still waiting');
    await lead.desktop.notices.waitUntilGone('Something to keep');
    await lead.photograph('damage-01-local-file');
    expect(await setAside('desktop.json')).toHaveLength(1);
    const [kept = ''] = await setAside('desktop.json');
    expect(await readFile(join(lead.home, kept), 'utf8')).toContain('{"mode": 7}');
  });

  test('sets a damaged replica aside, says so, and reads the history again, verified', async () => {
    await lead.quit();
    await writeFile(join(lead.home, 'history.db'), 'this is no database'.repeat(1_000));
    await lead.launch();
    await lead.chooseInTray('History');
    await lead.page.getByText(/The copy of the history on this device was damaged/).waitFor();
    await lead.page.getByRole('option', { name: /Something to keep/ }).waitFor();
    await lead.page
      .getByRole('button', { name: /^Verified to entry/ })
      .first()
      .waitFor();
    await lead.photograph('damage-02-replica');
    expect(await setAside('history.db')).toHaveLength(1);
  });

  test('says of a replica that cannot be read why, and nothing of what is in it, until it can be', async () => {
    await lead.quit();
    const [path, elsewhere] = [join(lead.home, 'history.db'), join(lead.home, 'elsewhere')];
    await rename(path, elsewhere);
    await mkdir(path);
    await lead.launch();
    await lead.chooseInTray('History');
    const main = lead.page.getByRole('main');
    await main
      .getByText(/cannot be opened \(illegal operation on a directory\)/)
      .first()
      .waitFor();
    await main.getByText('Not searched').waitFor();
    await lead.page.getByText(/^Online/).waitFor();
    await lead.photograph('damage-03-unreadable');
    for (const text of [/\d requests?$/, 'Nothing has happened yet', /^Verified to entry/])
      expect(await lead.page.getByText(text).count()).toBe(0);
    await rmdir(path);
    await rename(elsewhere, path);
    await lead.page.getByRole('option', { name: /Something to keep/ }).waitFor();
    await lead.page.getByText(/cannot be opened/).waitFor({ state: 'detached' });
  });
});
