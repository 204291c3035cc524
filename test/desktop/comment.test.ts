import { wordsIn } from '../../shared/words/words.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../build/virtual-desktop/wait-until.ts';
import type { RequestState } from '../../shared/domain/request/request.ts';
import { DEV, LEAD } from '../support/example-company.ts';
import { checkWindow } from './support/check-window.ts';
import { PATIENCE_MS, Seat } from './support/seat.ts';
import { tellAsStory } from './support/story.ts';
import { Team } from './support/team.ts';
import { wordsOf } from '../../shared/domain/request/words-of.ts';

const REASON = 'Refunds are stuck';
const FIRST = 'It is the refunds of Monday';
const LONG = `Which ones?\n${'The ones of the shop in Graz and all that came after them. '.repeat(12)}\nhttps://example.com/${'x'.repeat(160)}`;

describe('comments on a request', () => {
  tellAsStory();
  let team: Team;
  let dev: Seat;
  let lead: Seat;

  beforeAll(async () => {
    [team, dev, lead] = await Promise.all([Team.start(), Seat.start(), Seat.start()]);
    await Promise.all([
      dev.joinTeam(team.service.url, await team.dev.invite(DEV)),
      lead.joinTeam(team.service.url, await team.owner.invite(LEAD)),
    ]);
  }, 180_000);
  afterAll(async () => {
    await Promise.all([dev?.stop(), lead?.stop()]);
    await team?.stop();
  });

  const comments = (seat: Seat) => seat.page.getByRole('region', { name: 'Comments' });
  const field = (seat: Seat) => comments(seat).getByRole('textbox');
  const asked = async (): Promise<RequestState | undefined> =>
    (await team.dev.api.requests.list.query({ scope: 'mine', open: false, limit: 10 }))[0] as
      RequestState | undefined;
  const textsNow = async () =>
    (await asked())?.comments?.map(({ text }) => wordsOf(text, 'comment', wordsIn('en')));

  test('a requester begins one while the service is away, and Escape leaves the field and not the text', async () => {
    await dev.go('Request…');
    await dev.page.getByRole('combobox').first().fill('queue');
    await dev.page.keyboard.press('Enter');
    await dev.page.getByLabel('Why').fill(REASON);
    await dev.page.getByRole('button', { name: 'Request access' }).last().click();
    await dev.page.getByRole('button', { name: 'Withdraw' }).waitFor();
    await lead.desktop.notices.waitFor(REASON);
    await team.service.stop();
    await dev.page
      .getByText(/^Offline since/)
      .first()
      .waitFor();
    await field(dev).click();
    await dev.page.keyboard.type(FIRST);
    await dev.page.keyboard.press('Escape');
    await comments(dev).and(dev.page.locator(':focus')).waitFor();
    expect(await field(dev).inputValue()).toBe(FIRST);
    await dev.photograph('comment-01-draft');
  });

  test('it is sent with the keyboard, waits, and can be read where all waits and taken back', async () => {
    const { page } = dev;
    await field(dev).press('Control+Enter');
    await comments(dev).getByText('waits to be sent').waitFor();
    await waitUntil('the field is empty', async () => (await field(dev).inputValue()) === '');
    await field(dev).fill('Never mind');
    await comments(dev).getByRole('button', { name: 'Send' }).click();
    await page.getByRole('button', { name: /^Cancel: Your comment, .*Never mind/ }).waitFor();
    await checkWindow(dev, 'comment-02-waits');
    await dev.go('Settings');
    const outbox = page.getByRole('region', { name: 'Not sent yet' });
    await outbox.getByText(FIRST).waitFor();
    await outbox.getByText('Never mind').waitFor();
    await dev.photograph('comment-03-outbox');
    await page.getByRole('button', { name: /^Cancel: Your comment, .*Never mind/ }).click();
    await page.getByText('Taken back.').first().waitFor();
  });

  test('it is sent once when the service is back, and its approver is told and reads it', async () => {
    await team.service.start();
    await lead.desktop.notices.waitFor(FIRST);
    expect(await textsNow()).toEqual([FIRST]);
    await lead.photograph('comment-04-notice');
    await lead.go('Inbox');
    await lead.page.getByRole('option', { name: /Drain the refund queue/ }).click();
    await comments(lead).getByText(FIRST).waitFor();
    await comments(lead).getByText('Dev Example').waitFor();
  });

  test('the approver answers it without answering the request, and the requester is told', async () => {
    const { page } = lead;
    await comments(lead).getByLabel('Say something without answering').fill(LONG);
    await checkWindow(lead, 'comment-05-long');
    await page.keyboard.press('Control+Enter');
    await comments(lead).getByText('Which ones?').waitFor();
    await page.getByRole('button', { name: 'Approve' }).waitFor();
    await checkWindow(lead, 'comment-06-approver');
    await dev.desktop.notices.waitFor('Lead Example commented on your request');
    // A comment of one's own is no news.
    expect((await lead.desktop.notices.showing()).map(({ texts }) => texts.join(' '))).not.toContainEqual(
      expect.stringContaining('Lead Example commented'),
    );
    expect((await asked())?.phase).toEqual({ kind: 'submitted', step: 0 });
    await dev.photograph('comment-07-told');
  });

  test('what says nothing is not sent, and says why', async () => {
    await comments(lead).getByRole('textbox').fill('  ');
    await lead.page.keyboard.press('Control+Enter');
    await comments(lead).getByText('Write what the others should know.').waitFor();
    await field(lead).and(lead.page.locator(':focus')).waitFor();
    await lead.photograph('comment-08-empty');
  });

  test('both find them in the history in their place, and can comment there', async () => {
    for (const seat of [dev, lead]) {
      await seat.go('History');
      await seat.page.getByRole('option', { name: /Drain the refund queue/ }).click();
      const timeline = seat.page.getByRole('region', { name: 'Timeline' });
      await timeline.getByText(`Dev Example commented: ${FIRST}`).waitFor();
      await timeline.getByText(/Lead Example commented: Which ones\?/).waitFor();
    }
    await field(dev).fill('All of them');
    await dev.page.keyboard.press('Control+Enter');
    await dev.page.getByText('Dev Example commented: All of them').waitFor();
    await waitUntil('the third comment', async () => (await textsNow())?.length === 3, PATIENCE_MS);
    await checkWindow(dev, 'comment-09-history');
  });
});
