import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { LEAD } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('while the service does not answer', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    await lead.chooseInTray('Inbox');
    await lead.page.getByText(/^Online since/).waitFor();
  }, 180_000);
  afterAll(async () => {
    team?.service.signal('SIGCONT');
    await lead?.stop();
    await team?.stop();
  });

  test('the window says that it is slow, and since when, and then when it is tried again', async () => {
    team.service.signal('SIGSTOP');
    await lead.page.getByText(/^Slow: no answer since \d\d:\d\d:\d\d$/).waitFor();
    await lead.page.getByRole('button', { name: 'Try now' }).waitFor();
    await lead.photograph('slow-01');
    await lead.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
    await lead.page
      .getByText(/^next try in \d+ s$|^trying now…$/)
      .first()
      .waitFor();
    await lead.photograph('slow-02-offline');
  });

  test('it is online again when it goes on', async () => {
    team.service.signal('SIGCONT');
    await lead.page.getByText(/^Online since/).waitFor();
    expect(await lead.page.getByRole('button', { name: 'Try now' }).count()).toBe(0);
    await lead.photograph('slow-03-online');
  });

  test('Try now connects when it was gone and is there again', async () => {
    await team.service.stop();
    await lead.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
    await lead.photograph('slow-04-next-try');
    await team.service.start();
    await lead.page.getByRole('button', { name: 'Try now' }).last().click();
    await lead.page.getByText(/^Online since/).waitFor();
  });
});

describe('while the service is down', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;
  let requestId = '';

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    requestId = await team.dev.ask('shared/queue', { reason: 'The queue is full' });
    await lead.desktop.notices.waitFor('The queue is full');
    await team.service.kill();
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  test('the tray says so and since when, and the window too', async () => {
    await lead.page
      .getByText(/^Offline since \d\d:\d\d/)
      .first()
      .waitFor();
    const items = await lead.desktop.tray.openMenu();
    expect(items.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^Offline since \d\d:\d\d$/));
    await lead.photograph('offline-01-tray');
    await lead.desktop.tray.closeMenu();
  });

  test('an approval waits in the outbox, and can be seen waiting', async () => {
    await lead.desktop.notices.click('Approve', 'The queue is full');
    await lead.chooseInTray('Inbox');
    await lead.page.getByText(/Your approval waits to be sent/).waitFor();
    await lead.page.getByText(/One thing waits to be sent/).waitFor();
    await lead.photograph('offline-02-inbox');
    const items = await lead.desktop.tray.openMenu();
    expect(items.map(({ name }) => name)).toContain('1 not sent yet');
    await lead.desktop.tray.closeMenu();
  });

  test('it still waits after the app was ended and started again', async () => {
    await lead.quit();
    await lead.launch();
    await lead.chooseInTray('Inbox');
    await lead.page.getByText(/Your approval waits to be sent/).waitFor();
    await lead.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
  });

  test('it is sent when the service is back, and counts', async () => {
    await team.service.start();
    await waitUntil(
      'the approval to arrive',
      async () => (await team.dev.get(requestId).catch(() => null))?.phase.kind === 'approved',
      PATIENCE_MS,
    );
    const { reviews } = await team.dev.get(requestId);
    expect(reviews).toMatchObject([{ reviewer: LEAD, decision: 'approve' }]);
    await lead.page.getByText(/^Online/).waitFor();
    await lead.page.getByText(/waits to be sent/).waitFor({ state: 'detached' });
    await lead.photograph('offline-03-online-again');
  });

  test('what was refused later is told, and why', async () => {
    const late = await team.dev.ask('shared/queue', { reason: 'Answered by someone else' });
    await lead.desktop.notices.waitFor('Answered by someone else');
    await lead.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
    await team.service.stop();
    await lead.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
    await lead.desktop.notices.click('Deny', 'Answered by someone else');
    await lead.page
      .getByText(/waits to be sent/)
      .first()
      .waitFor();
    await lead.quit();

    await team.service.start();
    await waitUntil('the service', () => team.second.get(late).then(Boolean), PATIENCE_MS);
    await team.second.answer(late, 'approve');
    await lead.launch();
    await lead.chooseInTray('Inbox');
    await lead.page.getByText(/Your denial was refused:/).waitFor();
    await lead.photograph('offline-04-refused-later');
  });
});
