import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { closeApp } from '../virtual-desktop/close-app.ts';
import { launchApp } from '../virtual-desktop/launch-app.ts';
import type { VirtualDesktop } from '../virtual-desktop/virtual-desktop.ts';

/** Waiting for something in the window, on a machine that may be busy. */
const PATIENCE_MS = 30_000;
/** The window lies on the left of the screen, and leaves the right to the tray's menu and to notifications. */
const WINDOW = { x: 16, y: 46, width: 1000, height: 640 };
/** Xfce's number for the lower right corner, where the tray's menu does not cover a notification. */
const LOWER_RIGHT = 3;

/** Wide enough for window, menu and notification beside each other. */
export const SCREEN_SIZE = '1400x720';

/** One person of the demo before a virtual desktop, with Latchkey in the tray. */
export class Seat {
  readonly name: string;
  readonly desktop: VirtualDesktop;
  readonly #home: string;
  readonly #app: ElectronApplication;
  readonly #page: Page;

  private constructor(
    name: string,
    place: { desktop: VirtualDesktop; home: string; app: ElectronApplication; page: Page },
  ) {
    this.name = name;
    this.desktop = place.desktop;
    this.#home = place.home;
    this.#app = place.app;
    this.#page = place.page;
  }

  /** Starts Latchkey; the first-run window opens by itself. */
  static async take(name: string, desktop: VirtualDesktop): Promise<Seat> {
    await desktop.bus.call({
      destination: 'org.xfce.Xfconf',
      path: '/org/xfce/Xfconf',
      interface: 'org.xfce.Xfconf',
      member: 'SetProperty',
      signature: 'ssv',
      body: ['xfce4-notifyd', '/notify-location', ['u', LOWER_RIGHT]],
    });
    const home = desktop.makeFolder('latchkey');
    const app = await launchApp(desktop, { home });
    try {
      const page = app.windows()[0] ?? (await app.waitForEvent('window', { timeout: PATIENCE_MS }));
      page.setDefaultTimeout(PATIENCE_MS);
      await page.getByText('You were given an invite').waitFor();
      await app.evaluate(
        ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
        WINDOW,
      );
      await desktop.tray.waitForIcons(1);
      return new Seat(name, { desktop, home, app, page });
    } catch (error) {
      await closeApp(app).catch(() => undefined);
      throw error;
    }
  }

  /** The app's one window. */
  get page(): Page {
    return this.#page;
  }

  /** Fills in the first-run window. */
  async join(url: string, code: string): Promise<void> {
    const page = this.#page;
    await page.getByText('You were given an invite').click();
    await page.getByLabel('Address of the service').fill(url);
    await page.getByLabel('Invite code').fill(code);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await page.getByText(/^Online/).waitFor();
  }

  /** Clicks the tray icon with the mouse, and then an entry of its menu. */
  async chooseInTray(label: string): Promise<void> {
    await this.desktop.tray.choose([label]);
  }

  /** Goes to a view, as the sidebar does. */
  async go(view: 'Inbox' | 'Access' | 'History'): Promise<void> {
    await this.#page.getByRole('navigation', { name: 'Views' }).getByTitle(view).click();
  }

  clipboard(): Promise<string> {
    return this.#app.evaluate(({ clipboard }) => clipboard.readText());
  }

  /** What the app has logged so far. */
  log(): Promise<string> {
    return readFile(join(this.#home, 'logs', 'desktop.log'), 'utf8').catch(() => '');
  }

  async stop(): Promise<void> {
    await closeApp(this.#app);
  }
}
