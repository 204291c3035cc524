import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import { remindersIn } from '../../shared/domain/request/reminders.ts';
import { exampleCompany, LEAD } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

/** The shortest that there is, and what a busy machine takes besides. */
const REMINDED_WITHIN_MS = 60_000 + PATIENCE_MS;

describe('an approver who has not answered', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  beforeAll(async () => {
    const company = exampleCompany();
    const policy = company.policy.replaceAll('need: 1 }', 'need: 2, remindEvery: 1m }');
    [team, lead] = await Promise.all([Team.start({ ...company, policy }), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  const about = async (text: string) =>
    (await lead.desktop.notices.showing()).filter(({ texts }) => texts.join(' ').includes(text));

  test(
    'is told again in the place of the first notification, and not of what they have answered',
    async () => {
      const answered = await team.dev.ask('shared/reports', { reason: 'Answered at once' });
      await lead.desktop.notices.click('Approve', 'Answered at once');
      await waitUntil('the approval', async () => (await team.dev.get(answered)).reviews.length === 1);
      await lead.desktop.notices.waitUntilGone('Answered at once');
      const open = await team.dev.ask('shared/queue', { reason: 'Nobody looked yet' });
      await lead.desktop.notices.waitFor('Nobody looked yet');
      expect((await about('Nobody looked yet'))[0]?.texts.join(' ')).not.toContain('Reminder');

      await waitUntil(
        'both reminders',
        async () => {
          const states = await Promise.all([answered, open].map((id) => team.dev.get(id)));
          return states.every((state) => remindersIn(state) > 0);
        },
        REMINDED_WITHIN_MS,
      );
      await lead.desktop.notices.waitFor('Reminder: access for');
      const shown = await about('Nobody looked yet');
      expect(shown).toHaveLength(1);
      expect(shown[0]?.texts.join(' ')).toContain('Reminder: access for');
      expect(await about('Answered at once')).toEqual([]);
      await lead.photograph('reminder');

      await lead.desktop.notices.click('Approve', 'Nobody looked yet');
      await waitUntil('the answer', async () => (await team.dev.get(open)).reviews.length === 1);
      await lead.desktop.notices.waitUntilGone('Nobody looked yet');
    },
    2 * REMINDED_WITHIN_MS,
  );

  test('reads in the history of the request that they were told again', async () => {
    await lead.go('History');
    await lead.page.getByRole('option', { name: /Drain the refund queue/ }).click();
    await lead.page
      .getByRole('region', { name: 'Timeline' })
      .getByText(/told again \(reminder 1\)/)
      .waitFor();
  });
});
