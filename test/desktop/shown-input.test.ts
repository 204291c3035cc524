import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import { RendererPage } from './harness/renderer-page.ts';

declare const latchkey: FakeBridge;

let renderer: RendererPage;
let page: Page;

beforeAll(async () => {
  renderer = await RendererPage.start();
  page = renderer.page;
});

afterAll(async () => {
  await renderer?.stop();
});

/** Somebody else answers the first request that waits. */
const answerFirst = (): Promise<void> =>
  page.evaluate(() => {
    const [first] = latchkey.snapshot.inbox;
    if (!first) throw new Error('nothing waits');
    const at = first.facts.submittedAt;
    const comment = { text: 'No.', salt: 'A'.repeat(22) };
    const review = {
      reviewer: 'ops@example.com',
      deviceId: 'd',
      decision: 'deny',
      comment,
      step: 0,
      at,
      signature: 'A',
    } as const;
    const phase = { kind: 'denied', at, by: 'ops@example.com', comment } as const;
    latchkey.settle({ ...first, version: 9, reviews: [review], phase });
  });

const isFocused = () => page.evaluate('document.activeElement.tagName === "TEXTAREA"');
const chosen = () => page.getByRole('option', { selected: true }).getAttribute('id');

describe('no input acts on something other than what was shown when it was made', () => {
  test('a denial that is being typed never becomes the approval of another request', async () => {
    await renderer.open('full');
    await page.keyboard.press('d');
    await page.keyboard.type('Not today, ');
    await answerFirst();
    await page.getByText('Olu Operations denied it').waitFor();
    await page.keyboard.type('jask again tomorrow');
    await page.keyboard.press('Control+Enter');
    expect(await renderer.calls('reviews.give')).toEqual([]);
    const comment = page.getByRole('textbox', { name: 'Comment' });
    expect(await comment.inputValue()).toBe('Not today, ');
    expect(await isFocused()).toBe(true);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.keyboard.press('j');
    expect(await chosen()).toBe('inbox-req0000003');
  });

  test('letters are commands only where the list or the details have the focus', async () => {
    await renderer.open('full');
    const before = await chosen();
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    expect(await chosen()).toBe(before);
    expect(await isFocused()).toBe(false);
  });

  test('an answer that was begun before somebody else answered is sent only after another look', async () => {
    await renderer.open('full');
    await page.keyboard.press('a');
    await page.keyboard.type('Fine');
    await renderer.othersApprove('lead@example.com', { version: 2 });
    await page.keyboard.press('Control+Enter');
    await page.getByText('This changed while you were at it').waitFor();
    expect(await renderer.calls('reviews.give')).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => renderer.calls('reviews.give')).toMatchObject([{ requestId: 'req0000001' }]);
  });

  test('rows of the inbox keep their place under the pointer, and what is gone is marked', async () => {
    await renderer.open('full');
    const second = page.locator('#inbox-req0000002');
    await second.hover();
    await page.mouse.move(5, 5);
    await second.hover();
    const top = async () => (await second.boundingBox())?.y;
    const before = await top();
    await answerFirst();
    await page.getByText('No longer here').waitFor();
    expect(await top()).toBe(before);
  });

  test('the question whether to give access back stays when its row goes', async () => {
    await renderer.open('full');
    await page.keyboard.press('Control+2');
    await page
      .getByRole('button', { name: /^Give back/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    const asked = await dialog.textContent();
    await page.evaluate(() => latchkey.change({ mine: [] }));
    await page.locator('#access-active').waitFor({ state: 'detached' });
    expect(await dialog.textContent()).toBe(asked);
  });

  test('Enter takes what was marked in the catalog, or nothing once that is filtered away', async () => {
    await renderer.open('full');
    await page.keyboard.press('n');
    await page.keyboard.type('pay');
    await page.keyboard.press('ArrowDown');
    const field = page.getByRole('combobox', { name: 'What do you need?' });
    const marked = await field.getAttribute('aria-activedescendant');
    const title = await page.locator(`[id="${marked}"] .title`).textContent();
    await page.evaluate((gone) => {
      const { version, items } = latchkey.snapshot.catalog;
      latchkey.change({ catalog: { version, items: items.filter((item) => item.title !== gone) } });
    }, title);
    await page.keyboard.press('Enter');
    expect(await page.locator('.chip').count()).toBe(0);
  });

  test('the mark in the history goes with its request when newer ones come above it', async () => {
    await renderer.open('full');
    await page.keyboard.press('Control+4');
    await page.locator('#history-3').click();
    const text = await page.locator('#history-3').textContent();
    await page.evaluate(() => latchkey.prependHistory());
    await expect.poll(() => page.locator('#history-4').textContent()).toBe(text);
    await expect.poll(() => page.locator('.marked').getAttribute('id')).toBe('history-4');
  });
});

describe('an owner', () => {
  test('ends anybody’s access from the list of what runs, stuck first, and all of one person at once', async () => {
    await renderer.open('trouble');
    // Dev holds a second one.
    await page.evaluate(() => {
      const { running } = latchkey.snapshot;
      const held = running.find(({ facts }) => facts.requestId === 'req0000004');
      const [entitlement] = held?.facts.entitlements ?? [];
      if (held?.phase.kind !== 'approved' || !entitlement) throw new Error('nothing runs');
      const [grant] = Object.values(held.phase.grants);
      if (!grant) throw new Error('nothing runs');
      const grantId = 'req00000990';
      const facts = { ...held.facts, requestId: 'req0000099', entitlements: [{ ...entitlement, grantId }] };
      latchkey.change({
        running: [...running, { ...held, facts, phase: { ...held.phase, grants: { [grantId]: grant } } }],
      });
    });
    await page.keyboard.press('Control+2');
    const section = page.getByRole('region', { name: 'Everybody else’s' });
    const lines = section.getByRole('listitem');
    expect(await lines.first().textContent()).toMatch(/stuck/);
    expect(await lines.count()).toBe(4);
    const count = await section.getByRole('button', { name: /^End access of Dev Example/ }).count();
    await section
      .getByRole('button', { name: `End all ${count} of Dev Example` })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `End all ${count}` })
      .click();
    await expect.poll(async () => (await renderer.calls('grants.end')).length).toBe(count);
  });

  test('ends running access from the history, and finds the id that the command line wants', async () => {
    await renderer.open('full');
    await page.evaluate(() => latchkey.tell('navigate', { view: 'history', requestId: 'req0000004' }));
    await page.getByRole('button', { name: /^Copy the id req00000040/ }).click();
    await page.getByText('The id of the access was copied.').waitFor();
    await page.getByRole('button', { name: /^End access: / }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End access' }).click();
    await expect.poll(() => renderer.calls('grants.end')).toMatchObject([{ grantId: 'req00000040' }]);
  });
});
