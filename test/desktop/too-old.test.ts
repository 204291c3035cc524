import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../shared/system/system-clock.ts';
import { startFakeEdge } from '../integration/edge-of-fake.ts';
import { LEAD } from '../support/example-company.ts';
import { vouchAs } from '../support/vouch-as.ts';
import { Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('a desktop that is too old for its service', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;
  let tomorrow: Awaited<ReturnType<typeof startFakeEdge>> | null = null;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    await lead.chooseInTray('Inbox');
    await lead.page.getByText(/^Online since/).waitFor();
  }, 180_000);
  afterAll(async () => {
    await tomorrow?.edge.stop();
    await lead?.stop();
    await team?.stop();
  });

  test('says so above every view, and what to do', async () => {
    await team.service.stop();
    const port = Number(new URL(team.service.url).port);
    const vouched = vouchAs(team.service, team.owner);
    tomorrow = await startFakeEdge(systemClock, port, vouched, { version: 5, floor: 5 });
    await lead.page.getByRole('alert').filter({ hasText: 'Too old for the service since' }).waitFor();
    await lead.photograph('too-old-01-inbox');
    await lead.go('Access');
    expect(
      await lead.page.getByRole('alert').filter({ hasText: 'Too old for the service since' }).count(),
    ).toBe(1);
    await lead.photograph('too-old-02-access');
  });
});
