import { publishFiles } from '../support/publish-files.ts';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import { exampleCompany, LEAD } from '../support/example-company.ts';
import { RendererPage } from './harness/renderer-page.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { Team } from './support/team.ts';

declare const latchkey: FakeBridge;

describe('what is high risk, in the window', () => {
  let renderer: RendererPage;
  let page: Page;

  beforeAll(async () => {
    renderer = await RendererPage.start();
    page = renderer.page;
  });
  afterAll(async () => {
    await renderer?.stop();
  });
  beforeEach(async () => {
    await renderer.open('full');
    await page.evaluate(() => {
      const [first, ...others] = latchkey.snapshot.inbox;
      if (!first) throw new Error('nothing waits');
      latchkey.change({ inbox: [{ ...first, facts: { ...first.facts, risk: 'high' } }, ...others] });
    });
    await page.getByText('High risk').first().waitFor();
  });

  const tick = () =>
    page.getByRole('checkbox', { name: /^I confirm this high-risk access: .+ gets .+ for / });

  test('says so in words in the list, at its head and among what was asked', async () => {
    expect(await page.getByText('High risk', { exact: true }).count()).toBe(2);
    await page.getByRole('term').filter({ hasText: 'Risk' }).waitFor();
    await tick().waitFor();
    expect(await renderer.accessibilityProblems()).toEqual([]);
    expect(await renderer.overflows()).toBe(false);
  });

  test('is not approved by one press, and says what is missing where the focus is then', async () => {
    await page.getByRole('button', { name: 'Approve high-risk access' }).click();
    await page.getByText('Nothing was sent yet: tick this if you mean it, then approve.').waitFor();
    await page.locator('input[type=checkbox]:focus').waitFor();
    expect(await renderer.calls('reviews.give')).toEqual([]);
    await tick().check();
    await page.getByRole('button', { name: 'Approve high-risk access' }).click();
    await page.getByText('Approved.').first().waitFor();
    expect(await renderer.calls('reviews.give')).toMatchObject([{ decision: 'approve', isConfirmed: true }]);
  });

  test('is approved by keys alone with one deliberate act more', async () => {
    await page.keyboard.press('a');
    await page.locator('input[type=checkbox]:focus').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nothing was sent yet').waitFor();
    expect(await renderer.calls('reviews.give')).toEqual([]);
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Approved.').first().waitFor();
    expect(await renderer.calls('reviews.give')).toMatchObject([{ decision: 'approve', isConfirmed: true }]);
  });

  test('is confirmed anew by who looked at something else, or after it changed', async () => {
    await tick().check();
    await page.getByRole('option').nth(1).click();
    await page.getByRole('option').nth(0).click();
    expect(await tick().isChecked()).toBe(false);
    await tick().check();
    await renderer.othersApprove('ops@example.com');
    await page.locator('input[type=checkbox]:not(:checked)').waitFor();
  });

  test('is denied without it', async () => {
    await page.keyboard.press('d');
    await page.keyboard.type('Not at night');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Denied.').first().waitFor();
    expect(await renderer.calls('reviews.give')).toMatchObject([{ decision: 'deny' }]);
  });
});

describe('what is high risk, on the desktop of who approves it', () => {
  let team: Team;
  let lead: Seat;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
    const files = exampleCompany();
    const policy = files.policy.replace('maxDuration: 4h', 'maxDuration: 4h\n    risk: high');
    await publishFiles(team.owner.api, { ...files, policy });
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  test('has a notification that only opens it, and is approved there with one act more', async () => {
    const requestId = await team.dev.ask('shared/queue', { reason: 'Everything is on fire' });
    const notice = await lead.desktop.notices.waitFor('Everything is on fire');
    expect(notice.texts.join('\n')).toContain('High risk: open it to answer.');
    expect(notice.buttons.map(({ name }) => name)).toEqual(['Open']);
    await lead.photograph('high-risk-01-notice');
    await lead.desktop.notices.click('Open', 'Everything is on fire');
    const { page } = lead;
    await page.getByRole('button', { name: 'Approve high-risk access' }).click();
    await page.getByText('Nothing was sent yet').waitFor();
    await lead.photograph('high-risk-02-not-confirmed');
    expect((await team.dev.get(requestId)).phase.kind).toBe('submitted');
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
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
});
