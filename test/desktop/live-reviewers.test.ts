import { publishFiles } from '../support/publish-files.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { exampleCompany, LEAD } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

describe('who may answer what waits', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  const publish = async (people: string): Promise<void> => {
    const published = await publishFiles(team.owner.api, { ...exampleCompany(), people });
    expect(published).toMatchObject({ published: true });
  };
  const withLead = exampleCompany().people;
  const withoutLead = withLead.replace(
    'name: Lead Example, groups: [payments-leads]',
    'name: Lead Example, groups: []',
  );

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await publish(withoutLead);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  test('is who is in the group now: who was added to it is notified, and approves what waited', async () => {
    const requestId = await team.dev.ask('shared/queue', { reason: 'Asked before Lead was a lead' });
    await publish(withLead);
    await lead.desktop.notices.waitFor('Asked before Lead was a lead');
    await lead.photograph('live-reviewers-notice');
    await lead.desktop.notices.click('Approve', 'Asked before Lead was a lead');
    const { reviews } = await waitUntil(
      'the approval',
      async () => {
        const state = await team.dev.get(requestId);
        return state.phase.kind === 'approved' && state;
      },
      PATIENCE_MS,
    );
    expect(reviews).toMatchObject([{ reviewer: LEAD, decision: 'approve' }]);
  });

  test('reads all of it in the history, also what was before', async () => {
    const { page } = lead;
    await lead.go('History');
    await page
      .getByText(/Drain the refund queue/)
      .first()
      .click();
    await page
      .getByText(/Dev Example asked for Drain the refund queue/)
      .first()
      .waitFor();
    await page
      .getByText(/Who may answer it now: .*Lead Example/)
      .first()
      .waitFor();
    await lead.photograph('live-reviewers-history');
  });

  test('who was taken out of the group has it before them no more', async () => {
    await team.dev.ask('shared/reports', { reason: 'Lead is about to go' });
    await lead.desktop.notices.waitFor('Lead is about to go');
    await publish(withoutLead);
    await lead.desktop.notices.waitUntilGone('Lead is about to go');
  });
});
