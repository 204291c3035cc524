import { publishFiles } from '../support/publish-files.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DEV, exampleCompany } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

const REASON = 'The queue has to be drained tonight';

describe('a request that waited while policy changed', () => {
  tellAsStory();
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

  /** The owner publishes the company's files with another rule for what leads look at. */
  const publish = async (from: string, to: string): Promise<void> => {
    const files = exampleCompany();
    const policy = files.policy.replace(from, to);
    expect(policy).not.toBe(files.policy);
    const answer = await publishFiles(team.owner.api, { ...files, policy });
    expect(answer).toMatchObject({ published: true });
  };
  const asked = async (): Promise<readonly RequestState[]> =>
    team.dev.api.requests.list.query({ scope: 'mine', open: false, limit: 10 });

  test('says so, and is asked again with one click', async () => {
    const { page } = dev;
    await dev.go('Request…');
    await page.getByRole('combobox').first().fill('queue');
    await page.keyboard.press('Enter');
    await page.getByLabel('Duration').fill('45m');
    await page.getByLabel('Why').fill(REASON);
    await page.getByRole('button', { name: 'Request access' }).last().click();
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();

    await publish(
      'approve: [{ step: lead, reviewers: [group:payments-leads], need: 1 }]',
      'approve: [{ step: lead, reviewers: [group:payments-leads], need: 2 }]',
    );
    await page
      .getByText('The organisation’s files or its people changed since this was asked.')
      .first()
      .waitFor();
    await dev.photograph('ask-again-01-changed');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    await dev.photograph('ask-again-02-asked');

    const [again, first] = await waitUntil(
      'both requests',
      async () => {
        const all = await asked();
        return all.length === 2 && all;
      },
      PATIENCE_MS,
    );
    expect(first?.phase).toMatchObject({ kind: 'refused', refusal: { code: 'policyChanged' } });
    expect(again).toMatchObject({
      phase: { kind: 'submitted' },
      facts: { reason: { text: REASON }, durationMs: 45 * 60_000, plan: { steps: [{ need: 2 }] } },
    });
    expect(again?.facts.entitlements[0]?.entitlementId).toBe('shared/queue');
  });

  test('by keyboard too, and what policy refuses now is said', async () => {
    const { page } = dev;
    await publish(
      'approve: [{ step: lead, reviewers: [group:payments-leads], need: 1 }]\n    maxDuration: 4h',
      'refuse: Not while the books are audited.',
    );
    const button = page.getByRole('button', { name: 'Ask again' });
    await button.waitFor();
    await button.focus();
    await page.keyboard.press('Enter');
    await page
      .getByText(/Not while the books are audited\./)
      .last()
      .waitFor();
    await dev.photograph('ask-again-03-refused');
    expect((await asked()).filter(({ phase }) => phase.kind === 'submitted')).toEqual([]);
  });
});
