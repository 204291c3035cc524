import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
beforeEach(async () => {
  await renderer.open('full');
  await page.evaluate(() => {
    const [first, ...others] = latchkey.snapshot.inbox;
    if (!first) throw new Error('nothing waits');
    latchkey.change({ inbox: [{ ...first, facts: { ...first.facts, risk: 'high' } }, ...others] });
  });
  await page.getByText('High risk').first().waitFor();
});

const tick = () => page.getByRole('checkbox', { name: /^I confirm this high-risk access: .+ gets .+ for / });

describe('what is high risk, in the window', () => {
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
    await page.evaluate(() => {
      const [first, ...others] = latchkey.snapshot.inbox;
      if (!first) throw new Error('nothing waits');
      const review = {
        reviewer: 'ops@example.com',
        deviceId: 'd',
        decision: 'approve',
        comment: '',
        step: 0,
        at: first.facts.submittedAt,
        signature: 'A',
      } as const;
      latchkey.change({ inbox: [{ ...first, reviews: [review] }, ...others] });
    });
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
