import { existsSync } from 'node:fs';
import type { ElectronApplication } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bus } from '../../build/virtual-desktop/bus.ts';
import { VirtualDesktop } from '../../build/virtual-desktop/virtual-desktop.ts';
import { closeApp } from '../../build/virtual-desktop/close-app.ts';
import { launchApp } from '../../build/virtual-desktop/launch-app.ts';

const TINY = 'test/desktop/harness/tiny-app';
const NOTIFICATIONS = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
};

describe('a virtual desktop', () => {
  let desktop: VirtualDesktop;
  let app: ElectronApplication;

  beforeAll(async () => {
    desktop = await VirtualDesktop.start();
    app = await launchApp(desktop, { home: 'tiny', app: TINY, env: { TINY_NAME: 'one' } });
  });

  afterAll(async () => {
    if (app) await closeApp(app);
    await desktop?.stop();
  });

  test("runs an app as an unprivileged user, in Chromium's sandbox", async () => {
    const uid = await app.evaluate(() => process.getuid?.());
    const flags = await app.evaluate(() => process.argv);
    expect(uid).not.toBe(0);
    expect(flags).not.toContain('--no-sandbox');
  });

  test('shows the menu of a tray icon and clicks through it', async () => {
    const items = await desktop.tray.openMenu();
    expect(items.map(({ name, enabled }) => [name, enabled])).toEqual([
      ['Open', true],
      ['More', true],
      ['Not now', false],
    ]);
    await desktop.screen.screenshot('test-results/harness-tray-menu.png');
    await desktop.tray.closeMenu();

    const opened = app.waitForEvent('window');
    await desktop.tray.choose(['More', 'Inner']);
    const window = await opened;
    await expect.poll(() => window.title()).toBe('Inner chosen');
    await expect.poll(() => desktop.screen.windows('Inner chosen')).toHaveLength(1);
  });

  test('shows a notification and clicks its button', async () => {
    const answered = new Promise((resolve) => {
      void desktop.bus.listen(
        "type='signal',interface='org.freedesktop.Notifications'",
        ({ member, body }) => {
          if (member === 'ActionInvoked') resolve(body[1]);
        },
      );
    });
    const body = ['test', 0, '', 'Dev asks', 'to write', ['approve', 'Approve', 'deny', 'Deny'], [], 0];
    await desktop.bus.call({ ...NOTIFICATIONS, member: 'Notify', signature: 'susssasa{sv}i', body });

    const notice = await desktop.notices.waitFor('Dev asks');
    expect(notice.texts).toEqual(['Dev asks', 'to write']);
    expect(notice.buttons.map(({ name }) => name)).toEqual(['Approve', 'Deny']);
    await desktop.screen.screenshot('test-results/harness-notification.png');
    await desktop.notices.click('Deny', 'Dev asks');
    expect(await answered).toBe('deny');
    await desktop.notices.waitUntilGone('Dev asks');
  });

  test('tells two apps apart by the tooltips of their icons', async () => {
    const other = await launchApp(desktop, { home: 'other', app: TINY, env: { TINY_NAME: 'two' } });
    try {
      await desktop.tray.waitForIcons(2);
      const opened = other.waitForEvent('window');
      await desktop.tray.choose(['Open'], 'Tiny two');
      expect(await (await opened).title()).toBe('Open chosen');
    } finally {
      await closeApp(other);
    }
    await desktop.tray.waitForIcons(1);
  });

  test('has a keyring, so that secrets are really encrypted', async () => {
    const keyring = await app.evaluate(({ safeStorage }) => ({
      backend: safeStorage.getSelectedStorageBackend(),
      roundTrip: safeStorage.decryptString(safeStorage.encryptString('secret')),
    }));
    expect(keyring).toEqual({ backend: 'gnome_libsecret', roundTrip: 'secret' });
  });
});

test('a bus that is gone, or that nobody listens to yet, refuses instead of never answering', async () => {
  await expect(Bus.connect('unix:path=/nonexistent/bus')).rejects.toThrow(/ENOENT/);

  const desktop = await VirtualDesktop.start();
  const { bus } = desktop;
  const asked = expect(bus.call({ ...NOTIFICATIONS, member: 'GetServerInformation' })).rejects.toThrow(
    /closed/,
  );
  await desktop.stop();
  await asked;
  await expect(bus.names()).rejects.toThrow(/closed/);
});

test('two virtual desktops run side by side and leave nothing behind', async () => {
  const desktops = await Promise.all([VirtualDesktop.start(), VirtualDesktop.start()]);
  const [left, right] = desktops;
  expect(left.env['DISPLAY']).not.toBe(right.env['DISPLAY']);
  const app = await launchApp(left, { home: 'tiny', app: TINY });
  await left.tray.waitForIcons(1);
  expect(await right.tray.icons()).toEqual([]);
  await closeApp(app);
  for (const desktop of desktops) await desktop.stop();
  expect(desktops.map(({ folder }) => existsSync(folder))).toEqual([false, false]);
});
