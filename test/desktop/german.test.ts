import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn } from '../../shared/words/words.ts';
import type { FakeBridge } from '../fakes/fake-bridge.ts';
import type { Scenario } from '../fakes/sample-snapshot.ts';
import { RendererPage } from './harness/renderer-page.ts';
import { Seat } from './support/seat.ts';

const PICTURES = 'test-results/german';

declare const latchkey: FakeBridge;
/** What runs in the page knows these; here there is no DOM. */
interface Shown {
  readonly texts: readonly string[];
  readonly cutOff: readonly string[];
}

const say = wordsIn('de').window;

/** Every sentence of a catalogue that stands for itself, without parameters. */
const sentences = (words: unknown): readonly string[] =>
  typeof words === 'string'
    ? [words.trim()]
    : typeof words === 'object' && words !== null
      ? Object.values(words).flatMap(sentences)
      : [];

const GERMAN = new Set(sentences(say));
/** A word may be the same in both. */
const ENGLISH = new Set(sentences(wordsIn('en').window).filter((text) => !GERMAN.has(text)));
// An example in the first window, and what the organisation of these tests is called.
ENGLISH.delete(wordsIn('en').window.firstRun.exampleOrganisation);

/** What is read in the page, and which controls and headings do not show all of their text. */
const SHOWN = `(() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node.data);
  for (const element of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
  const cutOff = [...document.querySelectorAll('button, label, legend, h1, h2, h3, dt, [role="tab"]')]
    .filter((each) => each.checkVisibility() && getComputedStyle(each).display !== 'inline' && !each.closest('.unseen'))
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
    .map((each) => each.tagName + ': ' + each.textContent.trim() + ' (' + each.scrollWidth + ' > ' + each.clientWidth + ')');
  return { texts: texts.map((text) => text.trim()).filter(Boolean), cutOff };
})()`;

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

interface Look {
  readonly name: string;
  readonly scenario: Scenario;
  readonly go?: () => Promise<unknown>;
}

const press =
  (...keys: string[]) =>
  async (): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
const button = (name: string | RegExp) => page.getByRole('button', { name });
const starts = (text: string): RegExp => new RegExp(`^${text.replace(/[.…?]/g, '.')}`);

const LOOKS: readonly Look[] = [
  { name: 'first-run', scenario: 'firstRun' },
  { name: 'first-run-problems', scenario: 'firstRun', go: press('Enter') },
  { name: 'first-run-join', scenario: 'firstRun', go: () => page.getByText(say.firstRun.joinText).click() },
  { name: 'first-run-working', scenario: 'joining' },
  { name: 'first-run-no-keyring', scenario: 'noKeyring' },
  { name: 'recovery-key', scenario: 'founded' },
  { name: 'locked', scenario: 'locked' },
  { name: 'locked-forgotten', scenario: 'locked', go: () => button(say.locked.forgot).click() },
  { name: 'signed-out', scenario: 'full', go: signOut },
  { name: 'leave', scenario: 'full', go: leave },
  { name: 'join-again', scenario: 'full', go: joinAgain },
  { name: 'inbox', scenario: 'full' },
  { name: 'inbox-empty', scenario: 'empty' },
  { name: 'inbox-offline', scenario: 'offline' },
  { name: 'inbox-slow', scenario: 'slow' },
  { name: 'inbox-deny', scenario: 'full', go: press('d', 'Control+Enter') },
  { name: 'inbox-approve', scenario: 'full', go: press('a') },
  { name: 'inbox-running', scenario: 'full', go: press('j', 'j', 'j') },
  { name: 'inbox-trouble', scenario: 'trouble', go: press('j', 'j', 'j') },
  { name: 'alarm', scenario: 'alarm' },
  { name: 'access', scenario: 'full', go: press('Control+2') },
  { name: 'access-empty', scenario: 'empty', go: press('Control+2') },
  { name: 'access-trouble', scenario: 'trouble', go: press('Control+2') },
  { name: 'access-credential', scenario: 'full', go: showCredential },
  { name: 'access-give-back', scenario: 'full', go: giveBack },
  { name: 'request', scenario: 'full', go: press('n') },
  { name: 'request-chosen', scenario: 'full', go: choose },
  { name: 'request-offline', scenario: 'offline', go: choose },
  { name: 'history', scenario: 'full', go: press('Control+4') },
  { name: 'history-empty', scenario: 'empty', go: press('Control+4') },
  { name: 'history-first-sync', scenario: 'firstSync', go: press('Control+4') },
  { name: 'history-timeline', scenario: 'full', go: openTimeline },
  { name: 'history-alarm', scenario: 'alarm', go: press('Control+4') },
  { name: 'settings', scenario: 'full', go: press('Control+5') },
  { name: 'settings-below', scenario: 'full', go: below },
  { name: 'settings-outbox', scenario: 'offline', go: press('Control+5') },
  { name: 'settings-proposed', scenario: 'proposed', go: press('Control+5') },
  { name: 'passphrase', scenario: 'offline', go: setPassphrase },
  { name: 'devices-remove', scenario: 'full', go: removeDevice },
  { name: 'shortcuts', scenario: 'full', go: press('?') },
];

async function signOut(): Promise<void> {
  await page.evaluate(() => {
    const { mine, inbox } = latchkey.snapshot;
    const [held] = mine;
    latchkey.change({
      setup: {
        ...{ kind: 'signedOut', mode: 'team', since: latchkey.snapshot.log.verifiedAt! },
        ended: [
          {
            ...{ requestId: 'r1', title: held?.facts.entitlements[0]?.title ?? '' },
            until: latchkey.snapshot.log.verifiedAt,
          },
        ],
        notSent: [{ kind: 'approve', title: 'Payments', createdAt: inbox[0]!.facts.submittedAt }],
      },
    });
  });
  await page.getByRole('heading', { name: say.signedOut.title }).waitFor();
}

async function leave(): Promise<void> {
  await signOut();
  await button(say.signedOut.leave).click();
  await page.getByRole('dialog').waitFor();
}

async function joinAgain(): Promise<void> {
  await signOut();
  await button(say.signedOut.join).click();
  await page.getByRole('dialog').waitFor();
}

async function showCredential(): Promise<void> {
  await page.keyboard.press('Control+2');
  await button(starts(say.access.show)).first().click();
  await button(say.access.credential.copyCommand).waitFor();
}

async function giveBack(): Promise<void> {
  await page.keyboard.press('Control+2');
  await button(/^Zurückgeben/)
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
}

async function choose(): Promise<void> {
  await page.keyboard.press('n');
  await page.getByRole('combobox').first().fill('payments');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: say.request.preview.none }).waitFor({ state: 'detached' });
}

async function openTimeline(): Promise<void> {
  await page.keyboard.press('Control+4');
  await page.locator('[role="listbox"] [role="option"]').first().click();
  await page
    .getByRole('region', { name: say.history.timeline.label })
    .getByRole('listitem')
    .first()
    .waitFor();
}

async function below(): Promise<void> {
  await page.keyboard.press('Control+5');
  await button(say.devices.openData).scrollIntoViewIfNeeded();
}

async function setPassphrase(): Promise<void> {
  await page.keyboard.press('Control+5');
  await button(starts(say.devices.protect)).click();
  await page.getByRole('dialog').waitFor();
}

async function removeDevice(): Promise<void> {
  await page.keyboard.press('Control+5');
  await button(/entfernen$/)
    .first()
    .click();
  await page.getByRole('dialog').waitFor();
}

describe('in German', () => {
  test.each(LOOKS)('$name has nothing that is cut off, and no English', async ({ name, scenario, go }) => {
    await renderer.open(scenario, 'light', 'de');
    await go?.();
    await page.screenshot({ path: `${PICTURES}/${name}.png` });
    const shown = await page.evaluate<Shown>(SHOWN);
    expect(shown.cutOff).toEqual([]);
    expect(shown.texts.filter((text) => ENGLISH.has(text))).toEqual([]);
    expect(await page.evaluate('document.documentElement.lang')).toBe('de');
    expect(await renderer.overflows()).toBe(false);
  });

  test('another language is drawn at once, and keeps what is written', async () => {
    await renderer.open('full', 'light', 'de');
    await page.keyboard.press('d');
    await page.keyboard.type('Bitte warten');
    await page.evaluate(() => latchkey.change({ language: 'en' }));
    await button('Deny').waitFor();
    expect(
      await page.getByRole('group', { name: 'Your answer' }).getByRole('textbox').first().inputValue(),
    ).toBe('Bitte warten');
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  });
});

describe('the app', () => {
  let seat: Seat;
  beforeAll(async () => {
    seat = await Seat.make();
    await seat.launch({ LANGUAGE: 'de' });
  }, 120_000);
  afterAll(async () => {
    await seat?.stop();
  });

  test('speaks what the system prefers, until another language is chosen, in the tray as well', async () => {
    const window = await seat.window();
    await window.getByRole('heading', { name: say.firstRun.title }).waitFor();
    await seat.photographWindow('german-first-run');
    await window.getByLabel(say.firstRun.organisation, { exact: true }).fill('Example Inc.');
    await window.getByLabel(say.firstRun.yourName).fill('Robin Example');
    const inFile = window.getByRole('radio', { name: starts(say.joining.keys.file) });
    if ((await inFile.count()) > 0) await inFile.check();
    await button2(window, say.firstRun.make).click();
    await button2(window, say.firstRun.recovery.done).click();
    await window.getByText(/^Online seit/).waitFor();
    await window.keyboard.press('Control+5');
    await window.getByRole('heading', { name: say.settings.title }).waitFor();
    await window.getByText('English', { exact: true }).click();
    await window.getByRole('heading', { name: 'Settings' }).waitFor();
    await expect.poll(() => window.evaluate('document.activeElement?.getAttribute("name")')).toBe('language');
    await window.keyboard.press('Control+4');
    expect(await dayFields(window)).toEqual(['Year', 'Month', 'Day', 'Year', 'Month', 'Day']);
    await window.keyboard.press('Control+5');
    await window.getByText('Deutsch', { exact: true }).click();
    await window.getByRole('heading', { name: say.settings.title }).waitFor();
    await seat.photographWindow('german-settings');
    await window.keyboard.press('Control+4');
    expect(await dayFields(window)).toEqual(['Day', 'Month', 'Year', 'Day', 'Month', 'Year']);
  }, 120_000);
});

/** In which order days are written in this view. What the parts are called is the system's matter. */
async function dayFields(window: Page): Promise<readonly string[]> {
  await window.locator('input[type="date"]').first().waitFor();
  const tools = await window.context().newCDPSession(window);
  const { nodes } = await tools.send('Accessibility.getFullAXTree');
  // By the largest number that each takes.
  const parts: Readonly<Record<number, string>> = { 31: 'Day', 12: 'Month' };
  return nodes.flatMap(({ role, properties = [] }) => {
    if (role?.value !== 'spinbutton') return [];
    const most: unknown = properties.find(({ name }) => name === 'valuemax')?.value.value;
    return parts[Number(most)] ?? 'Year';
  });
}

const button2 = (window: Page, name: string) => window.getByRole('button', { name });
