import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import { RendererPage } from './harness/renderer-page.ts';

const PICTURES = 'test-results/renderer';

declare const latchkey: FakeBridge;

let renderer: RendererPage;
let page: Page;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  renderer = await RendererPage.start();
  page = renderer.page;
});

afterAll(async () => {
  await renderer?.stop();
});

const open = async (view: number): Promise<void> => {
  await renderer.open('alarm');
  await page.keyboard.press(`Control+${view}`);
};

describe('after an alarm', () => {
  test.each([1, 2, 3])('view %s says as of when it was verified last', async (view) => {
    await open(view);
    await page.locator('main').getByText('The last state that was verified is of').waitFor();
    await page.screenshot({ path: `${PICTURES}/after-alarm-${view}.png` });
    expect(await renderer.accessibilityProblems()).toEqual([]);
  });

  test('each request of the inbox is marked, and so is the one that is shown', async () => {
    await open(1);
    const rows = page.getByRole('option');
    expect(await rows.filter({ hasNotText: 'not verified' }).count()).toBe(0);
    expect(await rows.count()).toBeGreaterThan(3);
    await page.getByRole('article').getByText('not verified', { exact: true }).waitFor();
  });

  test('nothing is counted as waiting or active', async () => {
    await open(1);
    const views = page.getByRole('navigation');
    await views.getByRole('button', { name: 'Inbox' }).waitFor();
    expect(await views.getByText(/waiting for you|active/).count()).toBe(0);
  });

  test('nothing is answered or said, by key or button', async () => {
    await open(1);
    expect(await page.getByRole('button', { name: /^Approve/ }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /^Deny/ }).isDisabled()).toBe(true);
    await page.keyboard.press('a');
    await page.keyboard.press('Control+Enter');
    expect(await page.getByLabel('Say something without answering').count()).toBe(0);
    expect(await renderer.calls('reviews.give')).toEqual([]);
  });

  test('what is held is marked, and is neither given back nor ended from here', async () => {
    await open(2);
    const held = page.getByRole('article').first();
    await held.getByText('not verified', { exact: true }).waitFor();
    expect(
      await page
        .getByRole('button', { name: /^Give back/ })
        .first()
        .isDisabled(),
    ).toBe(true);
    expect(await page.getByRole('button', { name: /^End access/ }).count()).toBe(0);
  });

  test('nothing is asked for', async () => {
    await open(3);
    await page.getByText('nothing can be asked for from this device').waitFor();
    expect(await page.getByRole('button', { name: /^Request access/ }).isDisabled()).toBe(true);
  });

  test('where nothing was ever verified, that is said', async () => {
    await open(1);
    await page.evaluate(() => latchkey.change({ log: { ...latchkey.snapshot.log, verifiedAt: null } }));
    await page.locator('main').getByText('Not verified: the history never was.').waitFor();
  });
});
