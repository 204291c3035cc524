import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import type { Scenario } from '../fakes/sample-snapshot.ts';
import { RendererPage } from './harness/renderer-page.ts';
import { said } from '../fakes/said.ts';

declare const latchkey: FakeBridge;

const PICTURES = 'test-results/renderer';
const USUAL = { width: 1040, height: 720 };

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

interface HighRisk {
  readonly titles: readonly string[];
  readonly name?: string;
}

/** The first request that waits becomes high risk, for these titles. */
async function askForHighRisk(
  asked: HighRisk,
  scenario: Scenario = 'full',
  theme: 'light' | 'dark' = 'light',
) {
  await renderer.open(scenario, theme);
  await page.evaluate(({ titles, name }) => {
    const index = latchkey.snapshot.outbox.length > 0 ? 1 : 0;
    latchkey.change({
      inbox: latchkey.snapshot.inbox.map((request, each) => {
        const [entitlement] = request.facts.entitlements;
        if (each !== index || !entitlement) return request;
        const entitlements = titles.map((title, nr) => ({ ...entitlement, title, grantId: `grant${nr}` }));
        const requesterName = name ?? request.facts.requesterName;
        return {
          ...request,
          facts: { ...request.facts, risk: 'high' as const, entitlements, requesterName },
        };
      }),
    });
  }, asked);
  await page.getByRole('option').first().click();
  await confirm().waitFor();
}

const confirm = () => page.getByRole('checkbox');
const approve = () => page.getByRole('button', { name: 'Approve high-risk access' });
const deny = () => page.getByRole('button', { name: 'Deny' });
const focused = () => page.evaluate('document.activeElement.tagName');
const many = (count: number, words = ''): string[] =>
  Array.from(
    { length: count },
    (_, index) => `Write to the ledger of customer number ${100 + index}${words}`,
  );

describe('what is answered, in every window', () => {
  interface Row {
    readonly name: string;
    readonly size: { readonly width: number; readonly height: number };
    readonly count: number;
    readonly words?: string;
    readonly scenario: Scenario;
  }

  const LONG = ' and whatever else is kept in the same place'.repeat(3);
  const WINDOWS: readonly Row[] = [
    { name: 'the smallest window', size: { width: 640, height: 480 }, count: 10, scenario: 'full' },
    { name: 'the usual window with the longest list', size: USUAL, count: 20, words: LONG, scenario: 'full' },
    { name: 'a window at 200 %', size: { width: 683, height: 360 }, count: 1, scenario: 'offline' },
    {
      name: 'a window at 200 % with many titles',
      size: { width: 683, height: 360 },
      count: 20,
      scenario: 'full',
    },
  ];

  test.each(WINDOWS)('has its buttons in sight, and the page never scrolls: $name', async (row) => {
    await page.setViewportSize(row.size);
    for (const theme of ['dark', 'light'] as const) {
      await askForHighRisk({ titles: many(row.count, row.words) }, row.scenario, theme);
      const picture = `answer-${row.size.width}-${row.count}-${row.scenario}-${theme}.png`;
      await page.screenshot({ path: `${PICTURES}/${picture}` });
    }
    const pane = await page.getByRole('region', { name: 'The chosen request' }).boundingBox();
    for (const button of [deny(), approve()]) {
      const box = await button.boundingBox();
      expect(box?.height).toBeLessThan(40);
      if (!box || !pane) throw new Error('there is no button');
      expect(box.x).toBeGreaterThanOrEqual(pane.x);
      expect(box.x + box.width).toBeLessThanOrEqual(row.size.width);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.y + box.height).toBeLessThanOrEqual(row.size.height);
    }
    // By keys through all of it: the focus scrolls what it is in, and never the window.
    await page.getByRole('region', { name: 'Details' }).focus();
    for (let step = 0; step < 6; step += 1) await page.keyboard.press('Tab');
    const scrolled = 'scrollY + document.body.scrollTop + document.querySelector("main").scrollTop';
    expect(await page.evaluate(scrolled)).toBe(0);
    expect(await renderer.overflows()).toBe(false);
    // Nothing that has the focus is under the buttons.
    await confirm().focus();
    const [tick, button] = [await confirm().boundingBox(), await approve().boundingBox()];
    expect((tick?.y ?? 0) + (tick?.height ?? 0)).toBeLessThan(button?.y ?? 0);
    await confirm().check();
    expect(await renderer.accessibilityProblems()).toEqual([]);
    await page.setViewportSize(USUAL);
  });
});

describe('what is confirmed', () => {
  test('is our sentence in our order, with each name and title kept to itself, in one line', async () => {
    const name = 'محمد الأمين';
    const titles = ['قراءة قاعدة البيانات', 'Root on web-1\nand nothing else for'];
    await askForHighRisk({ titles, name });
    const label = page.locator('label').filter({ hasText: 'I confirm' });
    expect((await label.innerText()).replaceAll(/\s+/g, ' ').trim()).toBe(
      `I confirm this high-risk access: ${name} gets ${titles[0]}, Root on web-1␊and nothing else for for 30m.`,
    );
    expect(await label.locator('bdi').allTextContents()).toEqual([
      name,
      titles[0],
      'Root on web-1␊and nothing else for',
    ]);
    // From left to right on the screen, as it is read.
    const places = await label
      .locator('bdi')
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left));
    expect(places[0]).toBeLessThan(places[1] ?? 0);
    await page.screenshot({ path: `${PICTURES}/answer-arabic.png` });
  });

  test('and what became of a request is our sentence too, whoever answered', async () => {
    await renderer.open('full');
    const name = 'محمد الأمين';
    const told = { arabic: name, comment: said('No.') };
    await page.evaluate(({ arabic, comment }) => {
      const [first] = latchkey.snapshot.inbox;
      if (!first) throw new Error('nothing waits');
      const at = first.facts.submittedAt;
      latchkey.change({ names: { ...latchkey.snapshot.names, 'ops@example.com': arabic } });
      latchkey.settle({
        ...first,
        version: 9,
        phase: { kind: 'denied', at, by: 'ops@example.com', comment },
      });
    }, told);
    const sentence = page.getByText('denied it');
    await sentence.waitFor();
    expect(await sentence.locator('bdi').allTextContents()).toEqual([name]);
    expect(await sentence.getAttribute('dir')).toBe('ltr');
  });
});

describe('the keys that are shown work where they are shown', () => {
  test('D denies with the focus on the tick', async () => {
    await askForHighRisk({ titles: many(1) });
    await confirm().focus();
    await page.keyboard.press('d');
    expect(await focused()).toBe('TEXTAREA');
    await page.keyboard.type('Not at night');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => renderer.calls('reviews.give')).toMatchObject([{ decision: 'deny' }]);
  });

  test('a tick means approve', async () => {
    await askForHighRisk({ titles: many(1) });
    await confirm().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => renderer.calls('reviews.give'))
      .toMatchObject([{ decision: 'approve', isConfirmed: true }]);
  });

  test('a tick means approve, also after a denial was begun', async () => {
    await askForHighRisk({ titles: many(1) });
    await page.keyboard.press('d');
    await page.keyboard.type('Fine after all');
    await confirm().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => renderer.calls('reviews.give')).toMatchObject([{ decision: 'approve' }]);
  });

  test('Control and Enter without a decision send nothing, and say so', async () => {
    await renderer.open('full');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Fine');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nothing was sent: press Approve or Deny.').waitFor();
    expect(await focused()).toBe('TEXTAREA');
    expect(await renderer.calls('reviews.give')).toEqual([]);
  });

  test('J goes on from the details again and again', async () => {
    await renderer.open('full');
    await page.getByRole('region', { name: 'Details' }).focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    expect(await page.getByRole('option', { selected: true }).getAttribute('id')).toBe('inbox-req0000003');
  });
});

describe('the focus', () => {
  test('is never nowhere when the button that had it has gone', async () => {
    await renderer.open('slow');
    await page.getByRole('button', { name: 'Try now' }).focus();
    await page.evaluate(() => {
      latchkey.change({
        connection: { kind: 'online', since: latchkey.snapshot.inbox[0]?.facts.submittedAt as never },
      });
    });
    await page.getByRole('button', { name: 'Try now' }).waitFor({ state: 'detached' });
    await expect.poll(focused).not.toBe('BODY');
  });

  test('is in the view when a dialog closes whose button has gone', async () => {
    await renderer.open('full');
    await page.keyboard.press('Control+2');
    const [give] = await page.getByRole('button', { name: /^Give back/ }).all();
    await give?.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.evaluate(() => latchkey.change({ mine: [] }));
    await page.locator('#access-active').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focused).toBe('MAIN');
  });

  test.each(['slow', 'offline'] as const)('a narrow window says %s in a word', async (scenario) => {
    await page.setViewportSize({ width: 640, height: 480 });
    await renderer.open(scenario);
    const words = { slow: 'Slow', offline: 'Offline' };
    await page.locator('footer').getByText(words[scenario], { exact: true }).waitFor();
    await page.screenshot({ path: `${PICTURES}/narrow-${scenario}.png` });
    expect(await renderer.accessibilityProblems()).toEqual([]);
    await page.setViewportSize(USUAL);
  });
});
