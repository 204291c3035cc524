import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import { RendererPage } from './harness/renderer-page.ts';

declare const latchkey: FakeBridge;

const PICTURES = 'test-results/renderer';

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

/** Fills in the form and sends it: the sample service calls it req0000008. */
async function ask(): Promise<void> {
  await page.keyboard.press('n');
  await page.keyboard.type('pay w');
  await page.keyboard.press('Enter');
  await page.getByLabel('Why').fill('Refunds are stuck since two');
  await page.getByLabel('Ticket').fill('INC-4711');
  await page.keyboard.press('Control+Enter');
}

const open = (requestId: string) =>
  page.evaluate((id) => latchkey.tell('navigate', { view: 'request', requestId: id }), requestId);
const goTo = (view: string) => page.getByRole('navigation', { name: 'Views' }).getByTitle(view).click();
const shownTitles = () => page.locator('main dd strong').allTextContents();
const STAGING = 'Write to the staging payments database';
const ASKED = 'Write to the payments database';

describe('what was navigated to is what is shown, whatever was sent before', () => {
  test('a row of Access opens its own request, and so does a notice', async () => {
    await renderer.open('full');
    await ask();
    await page.getByText('Waiting for Lead Example or Olu Operations').waitFor();
    expect(await shownTitles()).toEqual([ASKED]);
    await goTo('Access');
    await page.getByRole('button', { name: STAGING }).click();
    await expect.poll(shownTitles).toEqual([STAGING]);
    await goTo('Inbox');
    await open('req0000011');
    await expect.poll(shownTitles).toEqual([STAGING]);
    await open('req0000008');
    await expect.poll(shownTitles).toEqual([ASKED]);
  });

  test('Withdraw withdraws what is shown', async () => {
    await renderer.open('full');
    await page.evaluate(() => {
      const { mine } = latchkey.snapshot;
      const sent = mine.find(({ facts }) => facts.requestId === 'req0000008');
      if (!sent) throw new Error('nothing was asked for');
      latchkey.change({ mine: [...mine, { ...sent, facts: { ...sent.facts, requestId: 'req0000099' } }] });
    });
    await ask();
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    await goTo('Access');
    await page.getByRole('region', { name: 'Waiting' }).getByRole('button').last().click();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await expect.poll(() => renderer.calls('requests.withdraw')).toEqual([{ requestId: 'req0000099' }]);
  });

  test('who has gone on while it was being sent is taken nowhere, and is told', async () => {
    await renderer.open('full');
    // The service takes its time.
    await page.evaluate(() => {
      const bridge = latchkey as unknown as { invoke: (channel: string, input: never) => Promise<unknown> };
      const invoke = bridge.invoke.bind(latchkey);
      bridge.invoke = async (channel, input) => {
        if (channel === 'requests.submit')
          await new Promise<void>(
            (resolve) => ((latchkey as unknown as { answer: () => void }).answer = resolve),
          );
        return invoke(channel, input);
      };
    });
    await ask();
    await page.locator('[aria-busy=true]').waitFor();
    await open('req0000011');
    await expect.poll(shownTitles).toEqual([STAGING]);
    await page.evaluate('latchkey.answer()');
    await page.getByText('Your request was sent.').first().waitFor();
    expect(await shownTitles()).toEqual([STAGING]);
    await goTo('Request…');
    await page.getByRole('combobox').first().waitFor();
    expect(await page.getByLabel('Why').inputValue()).toBe('');
  });

  test('the focus is in the view after sending, never on what is gone', async () => {
    await renderer.open('full');
    await ask();
    await page.getByRole('button', { name: 'Withdraw' }).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
  });
});

describe('a bundle of which a part works', () => {
  /** Its first part works, its second waits for a runner. */
  const openBundle = async (): Promise<void> => {
    await renderer.open('trouble');
    await page.evaluate(() => {
      const [bundle] = latchkey.snapshot.mine;
      if (bundle?.phase.kind !== 'approved') throw new Error('there is no bundle');
      const [works, waits] = bundle.facts.entitlements;
      if (!works || !waits) throw new Error('there is no bundle');
      const at = bundle.facts.submittedAt;
      const active = {
        kind: 'active',
        startsAt: at,
        expiresAt: (at + 7_200_000) as typeof at,
        runnerId: 'r',
        overdue: false,
      } as const;
      const waiting = { kind: 'scheduled', startsAt: at } as const;
      const grants = { [works.grantId]: active, [waits.grantId]: waiting };
      latchkey.change({ mine: [{ ...bundle, phase: { ...bundle.phase, grants } }] });
    });
  };

  test('says of each part how it stands, and offers what works', async () => {
    await openBundle();
    await open('req0000014');
    const steps = page.getByRole('list', { name: 'Progress' });
    await steps.getByText(/^Root on web-1: active until (\w+ )?\d\d:\d\d/).waitFor();
    await steps.getByText(/^Root on web-2: waits for a runner since (\w+ )?\d\d:\d\d/).waitFor();
    const stops = page.getByRole('button', { name: /^Stop: / });
    expect((await stops.allTextContents()).map((text) => text.trim())).toEqual(['Stop: Root on web-2']);
    await page.screenshot({ path: `${PICTURES}/bundle-progress.png` });
    expect(await renderer.accessibilityProblems()).toEqual([]);
    await page.getByRole('button', { name: 'Show access' }).click();
    await page.getByRole('article', { name: 'Root on web-1' }).waitFor();
  });

  test('says so in its row of Access', async () => {
    await openBundle();
    await goTo('Access');
    const row = page.getByRole('button', { name: /Root on web-1, Root on web-2/ });
    await row.getByText(/^\s*Root on web-1: active until/).waitFor();
    await row.getByText(/^\s*Root on web-2: waits for a runner since/).waitFor();
    await page.screenshot({ path: `${PICTURES}/bundle-access.png` });
    expect(await renderer.accessibilityProblems()).toEqual([]);
  });
});
