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

const photograph = async (name: string): Promise<void> => {
  await page.screenshot({ path: `${PICTURES}/${name}.png` });
  expect(await renderer.accessibilityProblems()).toEqual([]);
};
const devices = () => page.getByRole('region', { name: 'Your devices' });
const settings = () => page.keyboard.press('Control+5');
const focusedPart = (): Promise<string | null> =>
  page.evaluate<string | null>("document.activeElement.getAttribute('data-part')");

const team = (): Promise<void> =>
  page.evaluate(() => {
    const { organisation } = latchkey.snapshot;
    if (organisation === null) throw new Error('there is no organisation');
    latchkey.change({ organisation: { ...organisation, url: 'https://latchkey.example.com' } });
  });

describe('an invite for a further device', () => {
  const ask = () => devices().getByRole('button', { name: 'Invite a further device' });

  test('is made for oneself, shown as one line to copy, with until when it counts', async () => {
    await renderer.open('full');
    await team();
    await settings();
    await ask().click();
    await devices().getByText('Invite for a further device of yours, good once and until').waitFor();
    await devices().getByText('latchkey://join?').waitFor();
    await devices().getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Invite copied.').waitFor();
    expect(await renderer.calls('org.invite')).toEqual([{ person: 'ana@example.com' }]);
    await photograph('devices-invite');
  });

  test('goes when a device has joined with it', async () => {
    await renderer.open('full');
    await team();
    await settings();
    await ask().click();
    const line = devices().getByText('latchkey://join?');
    await line.waitFor();
    await page.evaluate(() => {
      const [first] = latchkey.devices;
      if (!first) throw new Error('there is no device');
      latchkey.devices = [...latchkey.devices, { ...first, deviceId: 'new0000000000001', isThis: false }];
      latchkey.change({ log: { ...latchkey.snapshot.log, size: latchkey.snapshot.log.size + 1 } });
    });
    await line.waitFor({ state: 'detached' });
  });

  test('is told for what it is where the organisation is on this computer alone', async () => {
    await renderer.open('empty');
    await settings();
    await devices().getByText('only another Latchkey on this computer can join').waitFor();
    expect(await devices().getByText('not locked out').count()).toBe(0);
  });

  test('is not offered while nothing can be sent', async () => {
    await renderer.open('full');
    await page.evaluate(() =>
      latchkey.change({
        connection: { kind: 'offline', isStranger: false, since: 0 as never, message: 'It is away.' },
      }),
    );
    await settings();
    await devices().waitFor();
    await page.evaluate(() => latchkey.change({ connection: { kind: 'online', since: 0 as never } }));
    await ask().waitFor();
    await page.evaluate(() =>
      latchkey.change({
        connection: { kind: 'offline', isStranger: false, since: 0 as never, message: 'It is away.' },
      }),
    );
    expect(await ask().isDisabled()).toBe(true);
  });
});

describe('while the keys are locked', () => {
  const lock = (mode: 'solo' | 'team'): Promise<void> =>
    page.evaluate((which) => {
      const { me, organisation, device } = latchkey.snapshot;
      latchkey.change({
        setup: { kind: 'locked', mode: which, organisation: 'Example Inc.' },
        me: me && { ...me, isOwner: true },
        organisation: organisation && { ...organisation, url: 'unix:/run/latchkey', folder: '/files' },
        device: { ...device, pools: [{ name: 'berlin', isAgreed: false }] },
      });
    }, mode);

  test('the settings offer nothing that needs them', async () => {
    await renderer.open('locked');
    await lock('solo');
    await settings();
    await page.getByRole('button', { name: 'Open folder' }).waitFor();
    for (const name of ['Publish changes', 'Make invite', 'Invite a further device', /passphrase…$/])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    expect(await page.getByRole('switch', { name: /berlin/ }).count()).toBe(0);
    await photograph('settings-locked');
  });

  test('who forgot the passphrase of an organisation on this computer reads how an owner comes back, and no contradiction', async () => {
    await renderer.open('locked');
    await lock('solo');
    await page.getByRole('button', { name: 'Forgot the passphrase?' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('nobody can invite you to it either').waitFor();
    await dialog.getByText('latchkey recover unix:/run/latchkey --as ana@example.com --replace').waitFor();
    await dialog.getByText('With an invite to another organisation').waitFor();
    expect(await dialog.getByText('when it joins anew').count()).toBe(0);
    await photograph('locked-forgotten-solo');
  });
});

describe('who signed this device out', () => {
  const signOut = (isByOneself: boolean): Promise<void> =>
    page.evaluate((by) => {
      const since = latchkey.snapshot.log.verifiedAt ?? (0 as never);
      latchkey.change({
        setup: { kind: 'signedOut', mode: 'team', since, ended: [], notSent: [], isByOneself: by },
        connection: { kind: 'none' },
      });
    }, isByOneself);

  test.each([
    [true, 'You removed this device.', 'signed this device out.'],
    [false, 'signed this device out.', 'You removed this device.'],
  ])('is told as it is: themselves: %s', async (isByOneself, said, notSaid) => {
    await renderer.open('full');
    await signOut(isByOneself);
    await page.getByText(said).waitFor();
    expect(await page.getByText(notSaid).count()).toBe(0);
    await page.getByRole('button', { name: 'Join with an invite' }).waitFor();
    await page.getByText(/^Where no owner has a device that works/).waitFor();
    await photograph(`signed-out-${isByOneself}`);
  });
});

describe('news', () => {
  const tell = (): Promise<void> =>
    page.evaluate(() => {
      latchkey.change({
        notices: [
          {
            ...{ id: 'organisation/devices/7', tone: 'warning', dismissible: true },
            text: {
              how: 'plain',
              actor: 'ana@example.com',
              entry: {
                type: 'deviceRegistered',
                ...{ deviceId: 'd', person: 'ana@example.com', name: 'old-laptop' },
                ...{ invitedBy: 'ana@example.com', signingKey: 'k', sealingKey: 'k' },
              },
            },
            at: (latchkey.snapshot.log.verifiedAt ?? 0) as never,
            about: { view: 'settings', part: 'devices' },
          },
        ],
      });
    });

  test('say when it was, lead to what they are about, and can be put away', async () => {
    await renderer.open('full');
    await tell();
    const banner = page.getByRole('region', { name: 'Notices' });
    const time = banner.locator('time');
    expect(renderer.complaints).toEqual([]);
    expect(await time.getAttribute('title')).toMatch(/UTC/);
    expect(await time.innerText()).toMatch(/ago|just now/);
    await photograph('news');
    await banner.getByRole('button', { name: 'Show your devices' }).click();
    await expect.poll(focusedPart).toBe('devices');
    await banner.getByRole('button', { name: 'Dismiss' }).click();
    expect(await renderer.calls('notices.dismiss')).toEqual([{ id: 'organisation/devices/7' }]);
  });
});

describe('the focus', () => {
  test('is on the devices after one was removed, which Ctrl+Enter does, too', async () => {
    await renderer.open('full');
    await settings();
    await devices().getByRole('button', { name: 'Remove Phone' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('lost');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(focusedPart).toBe('devices');
    expect(await renderer.calls('devices.remove')).toMatchObject([{ reason: 'lost' }]);
  });

  test('is on what came of it after a proposal was published', async () => {
    await renderer.open('proposed');
    await settings();
    const proposal = page.getByRole('region', { name: 'Proposed' });
    await proposal.getByRole('button', { name: /^Publish version/ }).focus();
    await page.keyboard.press('Enter');
    await proposal.getByText('Published: version').waitFor();
    await expect.poll(() => page.evaluate<boolean>("document.activeElement.matches('section')")).toBe(true);
  });

  test('is in the list after an approval, with the next that waits chosen, which a second press does not approve', async () => {
    await renderer.open('full');
    const approve = page.getByRole('button', { name: /^Approve/ });
    await approve.dblclick();
    await expect
      .poll(() => page.getByRole('option', { selected: true }).getAttribute('id'))
      .toBe('inbox-req0000002');
    expect(await renderer.calls('reviews.give')).toHaveLength(1);
  });

  test('goes through the durations by the arrows, and past them by one Tab', async () => {
    await renderer.open('full');
    await page.keyboard.press('n');
    await page.getByRole('radio', { checked: true }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('textbox', { name: 'Duration' }).inputValue()).toBe('2h');
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>('document.activeElement.name')).toBe('duration');
  });
});

describe('the first window', () => {
  test.each(['firstRun', 'noKeyring'] as const)(
    'shows its button at its first size: %s',
    async (scenario) => {
      await page.setViewportSize({ width: 1040, height: 720 });
      await renderer.open(scenario);
      const shown = await page.getByRole('button', { name: 'Make the organisation' }).boundingBox();
      expect((shown?.y ?? 720) + (shown?.height ?? 0)).toBeLessThanOrEqual(720);
      await photograph(`first-window-${scenario}`);
    },
  );
});

describe('at 200 %', () => {
  const measured = <T>(selector: string, what: string): Promise<T> =>
    page.evaluate<T>(`(() => { const each = document.querySelector('${selector}'); return ${what}; })()`);

  test.each(['en', 'de'] as const)(
    'no word of the status breaks, nor is an alarm cut: %s',
    async (language) => {
      await page.setViewportSize({ width: 520, height: 360 });
      for (const scenario of ['offline', 'slow'] as const) {
        await renderer.open(scenario, 'light', language);
        expect(await measured<number>('footer .word', 'each.getClientRects().length')).toBe(1);
        expect(
          await measured<number>('footer .word', 'each.getBoundingClientRect().right'),
        ).toBeLessThanOrEqual(48);
        await page.screenshot({ path: `${PICTURES}/zoomed-${scenario}-${language}.png` });
      }
      await renderer.open('alarm', 'light', language);
      await page.screenshot({ path: `${PICTURES}/zoomed-alarm-${language}.png` });
      expect(await measured<number>('section.banners', 'each.scrollHeight - each.clientHeight')).toBe(0);
    },
  );
});
