import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import type { Phase } from '../../shared/domain/request/request.ts';
import { LEAD } from '../support/example-company.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';

const patiently = { timeout: PATIENCE_MS };

describe('an approver', () => {
  tellAsStory();
  let team: Team;
  let lead: Seat;

  beforeAll(async () => {
    [team, lead] = await Promise.all([Team.start(), Seat.start()]);
    await lead.joinTeam(team.service.url, await team.owner.invite(LEAD));
  }, 180_000);
  afterAll(async () => {
    await lead?.stop();
    await team?.stop();
  });

  const phase = (requestId: string): Promise<Phase> =>
    waitUntil(
      'an answer',
      async () => {
        const state = await team.dev.get(requestId);
        return state.phase.kind !== 'submitted' && state.phase;
      },
      PATIENCE_MS,
    );

  test('no longer sees the notification when someone else has answered', async () => {
    const requestId = await team.dev.ask('shared/queue', { reason: 'First come, first served' });
    await lead.desktop.notices.waitFor('First come, first served');
    await lead.desktop.tray.waitForIcons(1);
    await team.second.answer(requestId, 'deny', 'Ask again tomorrow');
    await lead.desktop.notices.waitUntilGone('First come, first served');
  });

  test('denies with a comment, which the requester reads', async () => {
    const requestId = await team.dev.ask('shared/queue', { reason: 'To be denied' });
    await lead.desktop.notices.click('Open', 'To be denied');
    const { page } = lead;
    await page.getByRole('heading', { name: 'Dev Example asks for access' }).waitFor();
    await page.getByRole('button', { name: 'Deny' }).click();
    // Without a word about why, nothing is sent.
    await page.getByRole('textbox', { name: 'Comment' }).and(page.locator('[aria-invalid=true]')).waitFor();
    await page.keyboard.type('Not during the release');
    await lead.photograph('approver-deny');
    await page.getByRole('button', { name: 'Deny' }).click();
    const answer = await phase(requestId);
    expect(answer).toMatchObject({ kind: 'denied', by: LEAD, comment: { text: 'Not during the release' } });
    await lead.desktop.notices.waitUntilGone('To be denied');
  });

  test('approves in the inbox by keyboard alone', async () => {
    await lead.desktop.screen.key('ctrl+1');
    const requestId = await team.dev.ask('shared/reports', { reason: 'Numbers for the board' });
    const { page } = lead;
    await page.getByRole('option', { name: /Read the monthly reports/ }).waitFor();
    // What was read last stays chosen, whatever comes in: K goes up to the new one.
    await lead.desktop.screen.key('k');
    await page.getByRole('option', { name: /Read the monthly reports/, selected: true }).waitFor();
    await lead.desktop.screen.key('a');
    await expect.poll(() => page.evaluate('document.activeElement.tagName'), patiently).toBe('TEXTAREA');
    await lead.desktop.screen.type('Fine, once');
    await lead.photograph('approver-keyboard');
    await lead.desktop.screen.key('ctrl+Return');
    expect(await phase(requestId)).toMatchObject({ kind: 'approved', by: 'reviews' });
    const { reviews } = await team.dev.get(requestId);
    expect(reviews[0]).toMatchObject({ reviewer: LEAD, comment: { text: 'Fine, once' } });
    await page
      .getByText(/active until/)
      .first()
      .waitFor();
  });

  test('ends what was approved before its time', async () => {
    const { page } = lead;
    await page
      .getByRole('button', { name: /^End access/ })
      .first()
      .click();
    await page.getByRole('dialog').getByLabel('Why').fill('The board has met');
    await page.getByRole('dialog').getByRole('button', { name: 'End access' }).click();
    await page
      .getByText(/revoked .*ended early/)
      .first()
      .waitFor();
  });

  test('reads hostile text as text, in the notification and in the window', async () => {
    const trap = join(lead.desktop.folder, 'trap');
    const reason = [
      `<img src=x onerror="document.title='owned'"><b>bold</b> & $(touch ${trap}) \`touch ${trap}\``,
      '\u202Egpj.exe \u001B[31mred\u0007 {{1+1}} %s',
    ].join(' ');
    await team.dev.ask('shared/queue', { reason, ticket: '<script>alert(1)</script>' });
    const notice = await lead.desktop.notices.waitFor('Drain the refund queue');
    await lead.photograph('approver-hostile-notification');
    const told = notice.texts.join('\n');
    expect(told).toContain('<b>bold</b> & $(touch');
    expect(told).toContain('⟨U+202E⟩gpj.exe ␛[31mred␇ {{1+1}} %s');
    expect(told).toContain('Ticket: <script>alert(1)</script>');
    expect(told).not.toMatch(/[\u202E\u001B\u0007]/);

    await lead.desktop.notices.click('Open', 'Drain the refund queue');
    const { page } = lead;
    const details = page.getByRole('region', { name: 'Details' });
    await details.getByText('⟨U+202E⟩gpj.exe ␛[31mred␇').first().waitFor();
    await details.getByText('<script>alert(1)</script>').waitFor();
    expect(await page.locator('main img, main b, main script').count()).toBe(0);
    expect(await page.title()).not.toContain('owned');
    expect(existsSync(trap)).toBe(false);
    await lead.photograph('approver-hostile-window');
  });
});
