import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAKE_PASSPHRASE, type FakeBridge } from '../fakes/fake-bridge.ts';
import type { Scenario } from '../fakes/sample-snapshot.ts';
import { RendererPage } from './harness/renderer-page.ts';

const PICTURES = 'test-results/renderer';

declare const latchkey: FakeBridge;
declare class DataTransfer {
  setData(format: string, data: string): void;
}
declare class ClipboardEvent {
  constructor(type: string, init: { clipboardData: DataTransfer; bubbles: boolean; cancelable: boolean });
}

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

const LOOKS: readonly Look[] = [
  { name: 'first-run', scenario: 'firstRun' },
  { name: 'first-run-problems', scenario: 'firstRun', go: press('Enter') },
  { name: 'first-run-fault', scenario: 'fault' },
  { name: 'first-run-refused', scenario: 'firstRun', go: () => refusedInvite() },
  { name: 'first-run-working', scenario: 'joining' },
  { name: 'first-run-pasted', scenario: 'firstRun', go: () => pasteInvite('Invite code', LINK) },
  { name: 'recovery-key', scenario: 'founded' },
  { name: 'first-run-no-keyring', scenario: 'noKeyring' },
  { name: 'first-run-no-keyring-problems', scenario: 'noKeyring', go: press('Enter') },
  { name: 'first-run-no-keyring-not-same', scenario: 'noKeyring', go: () => mistypePassphrase() },
  { name: 'locked', scenario: 'locked' },
  { name: 'locked-wrong', scenario: 'locked', go: enterWrongPassphrase },
  { name: 'locked-forgotten', scenario: 'locked', go: forgetPassphrase },
  { name: 'passphrase-set', scenario: 'offline', go: setPassphrase },
  { name: 'passphrase-change', scenario: 'offline', go: changePassphrase },
  { name: 'inbox', scenario: 'full' },
  { name: 'inbox-empty', scenario: 'empty' },
  { name: 'inbox-offline', scenario: 'offline' },
  { name: 'inbox-slow', scenario: 'slow' },
  { name: 'inbox-hostile', scenario: 'hostile' },
  { name: 'inbox-deny', scenario: 'full', go: press('d', 'Control+Enter') },
  { name: 'inbox-running', scenario: 'full', go: press('j', 'j', 'j') },
  { name: 'inbox-gone', scenario: 'full', go: withdrawChosen },
  { name: 'inbox-trouble', scenario: 'trouble', go: press('j', 'j', 'j') },
  { name: 'access', scenario: 'full', go: press('Control+2') },
  { name: 'access-empty', scenario: 'empty', go: press('Control+2') },
  { name: 'access-credential', scenario: 'full', go: showCredential },
  { name: 'access-give-back', scenario: 'full', go: giveBack },
  { name: 'request', scenario: 'full', go: press('n') },
  { name: 'request-preview', scenario: 'full', go: choosePayments },
  { name: 'request-offline', scenario: 'offline', go: choosePayments },
  { name: 'request-hostile', scenario: 'hostile', go: press('n', 'Enter') },
  { name: 'request-setting-up', scenario: 'trouble', go: followRequest },
  { name: 'history-not-as-signed', scenario: 'trouble', go: openHistory },
  { name: 'history', scenario: 'full', go: openHistory },
  { name: 'history-timeline', scenario: 'full', go: openTimeline },
  { name: 'history-person', scenario: 'full', go: choosePerson },
  { name: 'history-stuck', scenario: 'full', go: openStuck },
  { name: 'history-empty', scenario: 'empty', go: openEmptyHistory },
  { name: 'history-first-sync', scenario: 'firstSync', go: openComingHistory },
  { name: 'history-no-room', scenario: 'noRoom', go: openNoHistory },
  { name: 'history-unreadable', scenario: 'unreadable', go: openUnreadable },
  { name: 'history-alarm', scenario: 'alarm', go: openHistory },
  { name: 'settings', scenario: 'full', go: press('Control+5') },
  { name: 'settings-mistakes', scenario: 'offline', go: publish },
  { name: 'settings-proposed', scenario: 'proposed', go: press('Control+5') },
  { name: 'request-depends', scenario: 'conditions', go: press('n', 'p', 'a', 'y') },
  { name: 'request-apart', scenario: 'conditions', go: choosePayments },
  { name: 'devices', scenario: 'full', go: openDevices },
  { name: 'devices-one', scenario: 'empty', go: openDevices },
  { name: 'devices-hostile', scenario: 'hostile', go: openDevices },
  { name: 'devices-offline', scenario: 'offline', go: openDevices },
  { name: 'devices-gone-offline', scenario: 'full', go: loseDevices },
  { name: 'devices-rename', scenario: 'full', go: nameDevice },
  { name: 'devices-remove', scenario: 'full', go: () => removeDevice('build-host-3') },
  { name: 'devices-remove-this', scenario: 'full', go: () => removeDevice('ana-laptop') },
  { name: 'devices-remove-last', scenario: 'empty', go: () => removeDevice('ana-laptop') },
  { name: 'shortcuts', scenario: 'full', go: press('?') },
];

const LINK = `latchkey://join?service=https://latchkey.example.com&org=${'9a'.repeat(32)}&code=AbCdEfGh12`;

/** As from a mail: what is pasted has lines. */
async function pasteInvite(field: string, text: string): Promise<void> {
  await page.getByText('You were given an invite').click();
  await page.getByLabel(field).evaluate((input, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text', pasted);
    (input as unknown as { dispatchEvent(event: ClipboardEvent): void }).dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

async function refusedInvite(): Promise<void> {
  await pasteInvite('Invite code', LINK);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('alert').waitFor();
}

/** Twice, and not the same; then a click beside the form. */
async function mistypePassphrase(): Promise<void> {
  await page.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await page.getByLabel('Once more').fill('correct horse batteri');
  await page.mouse.click(20, 20);
  await page.getByText('This is not the same.').waitFor();
  // Shown as a person sees it, once it was scrolled to.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

async function withdrawChosen(): Promise<void> {
  await page.keyboard.press('d');
  await page.keyboard.type('Not today: the freeze is on.');
  await page.evaluate(() => {
    const [first] = latchkey.snapshot.inbox;
    if (first)
      latchkey.settle({ ...first, version: 9, phase: { kind: 'withdrawn', at: first.facts.submittedAt } });
  });
  await page.getByText('Dev Example withdrew it').waitFor();
}

async function followRequest(): Promise<void> {
  await page.evaluate(() => latchkey.tell('navigate', { view: 'request', requestId: 'req0000014' }));
  await page.getByText(/^Root on web-1: being set up since/).waitFor();
}

async function showCredential(): Promise<void> {
  await page.keyboard.press('Control+2');
  await page
    .getByRole('button', { name: /^Show credential/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Copy Password' }).click();
}

async function giveBack(): Promise<void> {
  await page.keyboard.press('Control+2');
  await page
    .getByRole('button', { name: /^Give back/ })
    .first()
    .click();
}

async function choosePayments(): Promise<void> {
  await page.keyboard.press('n');
  await page.keyboard.type('pay w');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Needs approval|Policy cannot be asked/ }).waitFor();
}

async function openHistory(): Promise<void> {
  await page.keyboard.press('Control+4');
  await page.locator('#history-11').waitFor();
}

async function enterWrongPassphrase(): Promise<void> {
  await page.keyboard.type('a wrong passphrase');
  await page.keyboard.press('Enter');
  await page.getByText(/does not open the keys/).waitFor();
}

async function forgetPassphrase(): Promise<void> {
  await page.getByRole('button', { name: 'Forgot the passphrase?' }).click();
  await page.getByRole('dialog').waitFor();
}

async function setPassphrase(): Promise<void> {
  await page.keyboard.press('Control+5');
  await page.getByRole('button', { name: 'Protect with a passphrase…' }).click();
  await page.getByRole('dialog').waitFor();
}

async function changePassphrase(): Promise<void> {
  await setPassphrase();
  await page.getByLabel('New passphrase').fill(FAKE_PASSPHRASE);
  await page.getByLabel('Once more').fill(FAKE_PASSPHRASE);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Change passphrase…' }).click();
  await page.getByLabel('Current passphrase').fill('a wrong passphrase');
  await page.getByLabel('New passphrase').fill('short');
  await page.keyboard.press('Enter');
}

async function openEmptyHistory(): Promise<void> {
  await page.keyboard.press('Control+4');
  await page.getByText('Nothing has happened yet').waitFor();
}

async function openComingHistory(): Promise<void> {
  await page.keyboard.press('Control+4');
  await page.getByText('Fetching 12,000 of 30,412 entries').last().waitFor();
  expect(await page.getByText('Nothing has happened').count()).toBe(0);
}

async function openUnreadable(): Promise<void> {
  await page.keyboard.press('Control+4');
  await page.getByText('The history on this device cannot be read now:').last().waitFor();
}

async function openNoHistory(): Promise<void> {
  await page.keyboard.press('Control+4');
  await page.getByText('This disk has no room for the history.').waitFor();
  expect(await page.getByText('Nothing has happened').count()).toBe(0);
}

async function openTimeline(): Promise<void> {
  await openHistory();
  await page.locator('#history-3').click();
  await page.getByText('Access works').waitFor();
}

async function choosePerson(): Promise<void> {
  await openHistory();
  await page.getByRole('combobox', { name: 'Person' }).pressSequentially('lead');
  await page.keyboard.press('Enter');
  await page.getByText(/^\d{3} requests asked for or answered by Lead Example$/).waitFor();
}

async function openStuck(): Promise<void> {
  await openHistory();
  await page.locator('#history-1').click();
  await page.getByText('2,410 entries in between are left out').scrollIntoViewIfNeeded();
}

const devices = () => page.getByRole('region', { name: 'Your devices' });

async function openDevices(): Promise<void> {
  await page.keyboard.press('Control+5');
  await devices().scrollIntoViewIfNeeded();
  await devices()
    .getByText(/This device$|once the service can be reached/)
    .waitFor();
}

async function loseDevices(): Promise<void> {
  await openDevices();
  await page.evaluate(() => {
    const since = latchkey.snapshot.log.verifiedAt;
    if (since === null) return;
    const message = 'The service cannot be reached.';
    latchkey.change({
      connection: { kind: 'offline', isStranger: false, since, message },
    });
  });
  await devices().getByText('The service cannot be reached: this is how it was at').waitFor();
}

async function nameDevice(): Promise<void> {
  await openDevices();
  await devices().getByRole('button', { name: 'Rename Phone' }).click();
  await devices().getByRole('textbox', { name: 'Name' }).fill('x'.repeat(110));
}

async function removeDevice(name: string): Promise<void> {
  await openDevices();
  await devices()
    .getByRole('button', { name: `Remove ${name}` })
    .click();
  await page.getByRole('dialog').waitFor();
}

async function publish(): Promise<void> {
  await page.keyboard.press('Control+5');
  await page.getByRole('button', { name: 'Publish changes' }).click();
  await page.getByText('Not published').waitFor();
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(LOOKS)(
    '$name is accessible, fits, and keeps to the content security policy',
    async ({ name, scenario, go }) => {
      await renderer.open(scenario, theme);
      await go?.();
      await page.screenshot({ path: `${PICTURES}/${name}-${theme}.png` });
      expect(await renderer.accessibilityProblems()).toEqual([]);
      expect(await renderer.overflows()).toBe(false);
      expect(renderer.complaints.filter((text) => !text.includes('404'))).toEqual([]);
    },
  );
});

describe('the devices of a person', () => {
  test('are renamed in place by the keyboard, and Escape leaves the name as it was', async () => {
    await renderer.open('full');
    await openDevices();
    await devices().getByRole('button', { name: 'Rename Phone' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Not this');
    await page.keyboard.press('Escape');
    expect(await renderer.calls('devices.rename')).toEqual([]);
    await expect.poll(() => focused()).toBe('Rename Phone');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Phone of Ana');
    await page.keyboard.press('Enter');
    await devices().getByText('Phone of Ana').waitFor();
    expect(await renderer.calls('devices.rename')).toEqual([
      { deviceId: 'p8d2f6h4j0l9n3b1', name: 'Phone of Ana' },
    ]);
    await expect.poll(() => focused()).toBe('Rename Phone of Ana');
  });

  test('keep a name of nothing, or one that is too long, to themselves', async () => {
    await renderer.open('full');
    await nameDevice();
    await page.keyboard.press('Enter');
    await devices().getByText('at most 100').waitFor();
    await devices().getByRole('textbox', { name: 'Name' }).fill('  ');
    await page.keyboard.press('Enter');
    await devices().getByText('Write a name.').waitFor();
    expect(await renderer.calls('devices.rename')).toEqual([]);
  });

  test('are removed once that was confirmed, with the reason that was written', async () => {
    await renderer.open('full');
    await removeDevice('Phone');
    await page.getByRole('dialog').getByText('Phone').waitFor();
    await page.keyboard.press('Escape');
    expect(await renderer.calls('devices.remove')).toEqual([]);
    await expect.poll(() => focused()).toBe('Remove Phone');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByLabel('Why').fill('lost on the train');
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await devices().getByText('Phone', { exact: true }).waitFor({ state: 'detached' });
    expect(await renderer.calls('devices.remove')).toEqual([
      { deviceId: 'p8d2f6h4j0l9n3b1', reason: 'lost on the train', evenLast: false },
    ]);
  });

  test('the last of all owners is removed by who read what that means', async () => {
    await renderer.open('empty');
    await removeDevice('ana-laptop');
    await page.getByText('No owner has another device.').waitFor();
    await page.getByRole('button', { name: 'Remove all the same' }).click();
    await expect
      .poll(() => renderer.calls('devices.remove'))
      .toEqual([{ deviceId: 'k3v9w2m7q1x8z5c4', reason: '', evenLast: true }]);
  });

  test('are asked for again when the log grows, and not with each snapshot', async () => {
    await renderer.open('full');
    await openDevices();
    await page.evaluate(() => latchkey.change({ newer: 1 }));
    await page.evaluate(() => {
      latchkey.devices = latchkey.devices.slice(1);
      latchkey.change({ log: { ...latchkey.snapshot.log, size: latchkey.snapshot.log.size + 1 } });
    });
    await devices().getByText('Phone', { exact: true }).waitFor({ state: 'detached' });
    expect(await renderer.calls('devices.list')).toHaveLength(2);
  });
});

const focused = (): Promise<string | null> =>
  page.evaluate<string | null>("document.activeElement?.getAttribute('aria-label') ?? null");

describe('who does not want to wait', () => {
  test('has it tried now by the mouse, and reads when it is tried otherwise', async () => {
    await renderer.open('offline');
    await page
      .getByText(/^next try in \d\d s$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Try now' }).last().click();
    await expect.poll(() => renderer.calls('app.tryNow')).toHaveLength(1);
  });

  test('has it tried now by the keyboard, also when the service is only slow', async () => {
    await renderer.open('slow');
    await page.getByText(/^Slow: no answer since \d\d:\d\d:\d\d$/).waitFor();
    await page.getByText('shown as of then').waitFor();
    await page.getByRole('button', { name: 'Try now' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => renderer.calls('app.tryNow')).toHaveLength(1);
  });

  test('has it tried now without a word when the network comes back', async () => {
    await renderer.open('offline');
    await page.evaluate("dispatchEvent(new Event('online'))");
    await expect.poll(() => renderer.calls('app.tryNow')).toHaveLength(1);
  });
});

describe('an approver, by keyboard alone', () => {
  test('approves exactly the request that is shown', async () => {
    await renderer.open('full');
    await press('j', 'a')();
    await page.keyboard.type('After the freeze');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => renderer.calls('reviews.give'))
      .toEqual([
        {
          requestId: 'req0000002',
          decision: 'approve',
          comment: 'After the freeze',
          requestHash: 'a'.repeat(64),
          step: 0,
        },
      ]);
  });

  test('goes through the list by the arrows, and scrolls in the details', async () => {
    await renderer.open('full');
    const chosen = () => page.getByRole('option', { selected: true }).getAttribute('id');
    await press('ArrowDown')();
    expect(await chosen()).toBe('inbox-req0000002');
    await page.getByRole('region', { name: 'Details' }).focus();
    await press('ArrowDown')();
    expect(await chosen()).toBe('inbox-req0000002');
    await press('j')();
    expect(await chosen()).toBe('inbox-req0000003');
  });

  test('cannot deny without a reason, and nothing is sent until then', async () => {
    await renderer.open('full');
    await press('d', 'Control+Enter')();
    await page.getByText('Say why, so that Dev knows what to do next.').waitFor();
    expect(await renderer.calls('reviews.give')).toEqual([]);
    await page.keyboard.type('Use staging');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => renderer.calls('reviews.give'))
      .toMatchObject([{ decision: 'deny', comment: 'Use staging' }]);
  });

  test.each([
    ['Enter', 'Comment'],
    ['c', 'Say something without answering'],
  ])('sends nothing by typing letters into the field that %s leads to', async (key, name) => {
    await renderer.open('full');
    await press(key)();
    await page.keyboard.type('add jack');
    expect(await page.getByRole('textbox', { name }).inputValue()).toBe('add jack');
    expect(await renderer.calls('reviews.give')).toEqual([]);
  });

  test('says something with C about what cannot be answered, too, and reads that key beside the field', async () => {
    await renderer.open('full');
    await press('j', 'j', 'j', 'c')();
    await page.keyboard.type('Is it still needed?');
    const field = page.getByRole('textbox', { name: 'Comment', exact: true });
    expect(await field.inputValue()).toBe('Is it still needed?');
    expect(await field.getAttribute('aria-keyshortcuts')).toBe('C');
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => renderer.calls('requests.comment'))
      .toMatchObject([{ comment: 'Is it still needed?' }]);
  });
});

describe('a requester, by keyboard alone', () => {
  test('reads that it depends, and once it is known that nobody counts twice', async () => {
    await renderer.open('conditions');
    await page.keyboard.press('n');
    await page.keyboard.type('pay w');
    const option = page.getByRole('option', { name: /Write to the payments database/ }).first();
    expect(await option.innerText()).toMatch(/It depends on when.*Depends/s);
    await page.keyboard.press('Enter');
    await page.getByText('Nobody counts in two of these.').waitFor();
  });

  test('finds, fills in what policy wants, and sends', async () => {
    await renderer.open('full');
    await choosePayments();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Say why you need it').waitFor();
    await page.keyboard.type('Refunds are stuck');
    await page.keyboard.press('Tab');
    await page.keyboard.type('INC-4711');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Waiting for Lead Example or Olu Operations').waitFor();
    expect(await renderer.calls('requests.submit')).toEqual([
      {
        entitlementIds: ['prod/payments-db:write'],
        durationMs: 3_600_000,
        reason: 'Refunds are stuck',
        ticket: 'INC-4711',
      },
    ]);
  });
});

test('a duration is proposed that policy allows, until a person says another', async () => {
  await renderer.open('full');
  await page.keyboard.press('n');
  const duration = page.getByRole('textbox', { name: 'Duration' });
  const choose = async (text: string): Promise<void> => {
    await page.getByRole('combobox').fill(text);
    await page.keyboard.press('Enter');
  };
  await choose('ledger');
  await expect.poll(() => duration.inputValue()).toBe('30m');
  await choose('ledger');
  await expect.poll(() => duration.inputValue()).toBe('1h');
  await duration.fill('2h');
  await choose('ledger');
  await page.getByText('Policy allows at most 30m for this.').waitFor();
  expect(await duration.inputValue()).toBe('2h');
});

describe('what main says unasked', () => {
  test('is shown at once', async () => {
    await renderer.open('full');
    await page.evaluate(() => latchkey.change({ inbox: [], watching: [], recent: [] }));
    await page.getByText('Nothing waits for you').waitFor();
    // What was on the screen stays, until the person goes on.
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
    await page.evaluate(() => latchkey.tell('navigate', { view: 'access', requestId: 'req0000005' }));
    await page.getByRole('heading', { name: 'Access', level: 1 }).waitFor();
  });

  test('is never markup', async () => {
    await renderer.open('hostile');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('article bdi').first().textContent()).toContain('⟨U+202E⟩');
  });
});

describe('a history that cannot be read, or not all of it', () => {
  const isNotSaid = async (...texts: readonly (string | RegExp)[]): Promise<void> => {
    for (const text of texts) expect(await page.getByText(text).count()).toBe(0);
  };

  test('is not an empty one, and is read as soon as it can be', async () => {
    await renderer.open('unreadable');
    await openUnreadable();
    await page.getByText('cannot be opened (permission denied)').waitFor();
    await isNotSaid(/\d requests/, 'Nothing has happened yet', 'Nothing fits', /^Verified to/);
    await page.getByLabel('Search the history').fill('payments');
    await isNotSaid(/\d requests/, 'Nothing has happened yet', 'Nothing fits');
    await page.getByLabel('Search the history').fill('');
    await page.evaluate(() => {
      const { unreadable: _unreadable, ...log } = latchkey.snapshot.log;
      latchkey.change({ log });
    });
    await page.locator('#history-0').waitFor();
    await isNotSaid('The history on this device cannot be read now:');
  });

  test('is not searched for what is too long, and shows nothing of another search as if it fitted', async () => {
    await renderer.open('full');
    await press('Control+4')();
    await page.locator('#history-0').waitFor();
    await page.getByLabel('Search the history').fill('x'.repeat(250));
    await page.getByText(/^What is searched for is /).waitFor();
    await page.getByText('Not searched').waitFor();
    await isNotSaid(/\d requests/, 'Nothing fits');
    expect(await page.locator('#history-0').count()).toBe(0);
    await page.getByLabel('Search the history').fill('payments');
    await page.locator('#history-0').waitFor();
  });

  test('has nothing that fits also while something new is fetched', async () => {
    await renderer.open('full');
    await press('Control+4')();
    await page.evaluate(() => {
      const { log } = latchkey.snapshot;
      const of = log.verifiedSize + 1;
      latchkey.change({ log: { ...log, progress: { what: 'fetching', done: of, of } } });
    });
    await page.getByLabel('Search the history').fill('nobody ever asked for this');
    await page.getByRole('heading', { name: 'Nothing fits' }).waitFor();
    await isNotSaid('Nothing can be searched yet', 'The history is on its way');
  });

  test('says while it is fetched for the first time and the service is away what it waits for', async () => {
    await renderer.open('firstSync');
    await openComingHistory();
    await page.evaluate(() =>
      latchkey.change({
        connection: { kind: 'offline', isStranger: false, since: 0 as never, message: 'It is away.' },
      }),
    );
    await page.getByText('The service cannot be reached now: the rest is fetched when it can.').waitFor();
  });
});

describe('the focus', () => {
  const focused = (): Promise<string> =>
    page.evaluate<string>(
      "document.activeElement.getAttribute('aria-label') ?? document.activeElement.tagName",
    );

  test('is on the next line after one was taken back', async () => {
    await renderer.open('offline');
    await press('Control+5')();
    await page.getByRole('button', { name: /^Cancel: Your approval/ }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(focused).toMatch(/^Cancel: Ending access/);
    await page.keyboard.press('Enter');
    await expect.poll(focused).toMatch(/^Dismiss: Your approval, Administer identities/);
    await page.keyboard.press('Enter');
    // The list is gone with its last line.
    await expect.poll(focused).not.toBe('BODY');
    expect(await page.getByRole('region', { name: 'Not sent yet' }).count()).toBe(0);
  });

  test.each(['Enter', 'Space'])('on the next line is not pressed by %s that is still held', async (key) => {
    await renderer.open('offline');
    await press('Control+5')();
    const lines = () => page.evaluate(() => latchkey.snapshot.outbox.length);
    const before = await lines();
    await page.getByRole('button', { name: /^Cancel: Your approval/ }).focus();
    await page.keyboard.down(key);
    // Space presses when it is let go.
    if (key === 'Space') await page.keyboard.up(key);
    await expect.poll(focused).toMatch(/^Cancel: Ending access/);
    if (key === 'Space') await page.keyboard.down(key);
    // Each one after the first repeats; the window has answered it when this resolves.
    for (let repetition = 0; repetition < 6; repetition += 1) await page.keyboard.down(key);
    if (key === 'Enter') await page.keyboard.up(key);
    expect(await lines()).toBe(before - 1);
    expect(await focused()).toMatch(/^Cancel: Ending access/);
    if (key === 'Space') await page.keyboard.up(key);
    else await page.keyboard.press(key);
    await expect.poll(lines).toBe(before - 2);
  });

  test.each(['Enter', 'x'])('in a field hears %s as often as it repeats', async (key) => {
    await renderer.open('full');
    await press('d')();
    const field = page.locator('textarea:focus');
    await field.waitFor();
    for (let repetition = 0; repetition < 4; repetition += 1) await page.keyboard.down(key);
    await page.keyboard.up(key);
    expect(await field.inputValue()).toBe((key === 'Enter' ? '\n' : key).repeat(4));
  });

  test.each([
    ['disabled', 'b.disabled = true'],
    ['hidden', 'b.hidden = true'],
    ['a field that is disabled', "b.outerHTML = '<input disabled id=b>'"],
  ])('passes over what cannot take it: what is next is %s', async (_what, change) => {
    await renderer.open('full');
    await press('Control+5')();
    await page.evaluate<void>(`{
      const list = document.createElement('ul');
      list.innerHTML = ['a', 'b', 'c'].map((id) => '<li><button id=' + id + '>' + id + '</button></li>').join('');
      document.querySelector('main').append(list);
      const [a, b] = list.querySelectorAll('button');
      ${change.startsWith('b.outerHTML') ? `${change};` : ''}
      a.focus();
      ${change.startsWith('b.outerHTML') ? '' : `${change};`}
      a.closest('li').remove();
    }`);
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('c');
  });

  test('is somewhere after Try now has helped', async () => {
    await renderer.open('offline');
    await page.getByRole('button', { name: 'Try now' }).last().focus();
    await page.evaluate(() => latchkey.change({ connection: { kind: 'online', since: 0 as never } }));
    await page.getByText(/^Online/).waitFor();
    await expect.poll(focused).not.toBe('BODY');
  });
});

test('two answers for the same access sound and look different while they wait', async () => {
  await renderer.open('offline');
  await page.evaluate(() => {
    const [first] = latchkey.snapshot.outbox;
    if (!first?.about) throw new Error('nothing waits');
    const about = { ...first.about, reason: 'Something else.' };
    latchkey.change({ outbox: [first, { ...first, key: 'key-00000009', requestId: 'req0000009', about }] });
  });
  await press('Control+5')();
  const named = (reason: string) =>
    page.getByRole('button', {
      name: `Cancel: Your approval, Write to the payments database, asked by Dev Example for 30m, ${reason}`,
    });
  await named('Refunds are stuck since two.').waitFor();
  await named('Something else.').waitFor();
  await page.getByText('asked by Dev Example for 30m: Something else.').waitFor();
});

describe('the history', () => {
  test('says of each request when its access ended and how late, and who answered', async () => {
    await renderer.open('full');
    await press('Control+4')();
    const row = (index: number) => page.locator(`#history-${index}`).innerText();
    await expect.poll(() => row(0)).toMatch(/approved by Lead Example\s+until \d\d:\d\d$/);
    expect(await row(1)).toMatch(/due (\w+ )?\d\d:\d\d, not gone yet$/);
    expect(await row(2)).toContain('denied by Lead Example');
    expect(await row(3)).toMatch(/revoked (\w+ )?\d\d:\d\d, given back$/);
    expect(await row(10)).toMatch(/revoked (\w+ )?\d\d:\d\d, on time$/);
    expect(await row(11)).toMatch(/revoked (\w+ )?\d\d:\d\d, 40 s late$/);
  });

  test('finds what a person asked for or answered', async () => {
    await renderer.open('full');
    await choosePerson();
    await expect
      .poll(async () => (await renderer.calls('history.search')).at(-1))
      .toMatchObject({ person: 'lead@example.com' });
    await page.getByText(/^\d{3} requests asked for or answered by Lead Example$/).waitFor();
    await page.getByRole('button', { name: 'Any person' }).click();
    await page.getByText('1,000 requests', { exact: true }).waitFor();
  });
});

test('a secret is in the page only while it is revealed', async () => {
  await renderer.open('full');
  await showCredential();
  const secret = 'correct-horse-battery-staple';
  expect(await page.content()).not.toContain(secret);
  await page.getByRole('button', { name: 'Reveal Password' }).click();
  expect(await page.content()).toContain(secret);
  await page.getByRole('button', { name: /^Hide credential/ }).click();
  await expect.poll(() => page.content()).not.toContain(secret);
});

describe('the first window', () => {
  const alert = () => page.getByRole('alert');
  const start = () => page.getByText('A new organisation on this computer');

  test('says what failed of the form that failed, until another is chosen or it is edited', async () => {
    await renderer.open('firstRun');
    await refusedInvite();
    await start().click();
    expect(await alert().count()).toBe(0);
    await page.getByText('You were given an invite').click();
    expect(await alert().count()).toBe(0);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await alert().waitFor();
    await page.getByLabel('Invite code').fill('Another-Code');
    expect(await alert().count()).toBe(0);
  });

  test('says what failed at the start while somebody writes, and not of what they choose instead', async () => {
    await renderer.open('fault');
    await alert().waitFor();
    await page.getByLabel('Organisation', { exact: true }).fill('Example Inc.');
    expect(await alert().count()).toBe(1);
    await page.getByText('You were given an invite').click();
    expect(await alert().count()).toBe(0);
    await start().click();
    expect(await alert().count()).toBe(0);
  });

  test('shows what is wrong with the last field and with all of the form, however long that is', async () => {
    await renderer.open('noKeyring');
    await mistypePassphrase();
    const isSeen = async (text: string): Promise<boolean> => {
      const box = await page.getByText(text).boundingBox();
      const height = await page.evaluate<number>('innerHeight');
      return box !== null && box.y >= 0 && box.y + box.height <= height;
    };
    await expect.poll(() => isSeen('This is not the same.')).toBe(true);
    await page.mouse.wheel(0, -2_000);
    await page.getByLabel('Organisation', { exact: true }).fill('Example Inc.');
    await page.getByLabel('Your name').fill('Robin Example');
    await page.keyboard.press('Enter');
    await expect.poll(() => isSeen('This is not the same.')).toBe(true);
    await page.getByText('You were given an invite').click();
    await page.getByLabel('Once more').fill('correct horse battery');
    await page.getByLabel('Address of the service').fill(LINK);
    await page.keyboard.press('Enter');
    await expect.poll(() => isSeen('The invite is used up')).toBe(true);
  });
});

describe('an invite that is pasted', () => {
  const fields = async () => ({
    url: await page.getByLabel('Address of the service').inputValue(),
    code: await page.getByLabel('Invite code').inputValue(),
  });
  const joined = async () => {
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('alert').or(page.getByText('The invite is used up')).first().waitFor();
    return (await renderer.calls('org.join')).at(-1);
  };
  const LINES = 'Address\nhttps://latchkey.example.com\nCode\nAbCdEfGh12\n';
  const FILLED = { url: 'https://latchkey.example.com', code: 'AbCdEfGh12' };

  test.each([
    {
      name: 'as a line, into the address',
      field: 'Address of the service',
      text: LINK,
      founding: '9a'.repeat(32),
    },
    {
      name: 'as a line, into the code',
      field: 'Invite code',
      text: ` <${LINK}>\n`,
      founding: '9a'.repeat(32),
    },
    { name: 'as four lines', field: 'Address of the service', text: LINES, founding: null },
    { name: 'as four lines, into the code', field: 'Invite code', text: LINES, founding: null },
  ])('$name, fills both fields and is what is sent', async ({ field, text, founding }) => {
    await renderer.open('firstRun');
    await pasteInvite(field, text);
    expect(await fields()).toEqual(FILLED);
    expect(await joined()).toEqual({ ...FILLED, founding, deviceName: 'ana-laptop' });
  });

  test('and changed by hand is not said to be for an organisation any more', async () => {
    await renderer.open('firstRun');
    await page.getByText('You were given an invite').click();
    await page.getByLabel('Address of the service').fill(LINK);
    expect(await fields()).toEqual(FILLED);
    await page.getByLabel('Invite code').fill('Another-Code');
    expect(await joined()).toMatchObject({ code: 'Another-Code', founding: null });
  });

  test('is said to be filled in for a while, or until it is sent', async () => {
    const said = page.getByText('The address and the code are filled in.');
    await renderer.open('firstRun');
    await pasteInvite('Invite code', LINK);
    await said.waitFor();
    await said.waitFor({ state: 'detached' });
    await pasteInvite('Invite code', LINK);
    await said.waitFor();
    await joined();
    expect(await said.count()).toBe(0);
  });

  test('and is not whole is told so', async () => {
    await renderer.open('firstRun');
    await page.getByText('You were given an invite').click();
    await page.getByLabel('Invite code').fill(LINK.slice(0, -8));
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByText('This line is not whole.').waitFor();
    expect(await renderer.calls('org.join')).toEqual([]);
  });
});

test('what a service was started with is published as it was shown', async () => {
  await renderer.open('proposed');
  await page.keyboard.press('Control+5');
  const changes = page.getByRole('list', { name: 'What would change' }).getByRole('listitem');
  await changes.filter({ hasText: 'Nina New' }).waitFor();
  expect(await changes.count()).toBe(4);
  await page.getByRole('button', { name: 'Publish version 8' }).click();
  await page.getByText('Published: version 8 is in force.').waitFor();
  expect(await renderer.calls('org.publishProposed')).toEqual([{ hash: '7c'.repeat(32) }]);
});
