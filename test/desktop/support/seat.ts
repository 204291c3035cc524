import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { root } from '../../../build/setup/root.js';
import { canSandbox } from '../../../build/setup/sandbox.js';
import { VirtualDesktop } from '../../../build/virtual-desktop/virtual-desktop.ts';
import { waitUntil } from '../../../build/virtual-desktop/wait-until.ts';
import { closeApp } from '../../../build/virtual-desktop/close-app.ts';
import { launchApp } from '../../../build/virtual-desktop/launch-app.ts';

/** Where the pictures of a run are kept. */
export const PICTURES = join(root, 'test-results', 'screenshots');
const MENU_WITHIN_MS = 2_000;
/** A window comes up, with its first paint. */
const VIEW_WITHIN_MS = 4_000;
/** Waiting for the window: the machine may be busy with other things. */
export const PATIENCE_MS = 60_000;

const occupied = new Set<Seat>();

/** After a failure: pictures of every desktop that is up, and the end of each app's log. */
export async function tellWhatIsSeen(name: string): Promise<void> {
  for (const [index, seat] of [...occupied].entries()) {
    const picture = `failed-${name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}-${index + 1}`;
    await seat.photograph(picture).catch(() => undefined);
    const log = await readFile(join(seat.home, 'logs', 'desktop.log'), 'utf8').catch(() => 'no log');
    process.stderr.write(`${picture}.png; the app's log ends with\n${log.slice(-3_000)}\n`);
  }
}

/** A person before a computer: a virtual desktop with Latchkey in its tray. */
export class Seat {
  readonly desktop: VirtualDesktop;
  /** The person's LATCHKEY_HOME. */
  readonly home: string;
  #app: ElectronApplication | null = null;
  #page: Page | null = null;
  #pid = 0;

  private constructor(desktop: VirtualDesktop, home: string) {
    this.desktop = desktop;
    this.home = home;
    occupied.add(this);
  }

  /** A desktop without the app. */
  static async make(name = 'home'): Promise<Seat> {
    const desktop = await VirtualDesktop.start();
    return new Seat(desktop, desktop.makeFolder(name));
  }

  /** A desktop with the app, whose first window is open. */
  static async start(): Promise<Seat> {
    const seat = await Seat.make();
    await seat.launch();
    return seat;
  }

  get app(): ElectronApplication {
    if (!this.#app) throw new Error('The app does not run.');
    return this.#app;
  }

  /** The app's one window, hidden or not, once it was opened. */
  get page(): Page {
    if (!this.#page) throw new Error('The window was not opened yet.');
    return this.#page;
  }

  /** Starts the app; its window comes by itself only on the first run. */
  async launch(env: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#app = await launchApp(this.desktop, { home: this.home, env });
    this.#page = null;
    // The launcher becomes the app: each of its programs is replaced by the next (exec).
    this.#pid = this.#app.process().pid ?? 0;
    this.#app.on('window', (page) => this.#take(page));
    for (const page of this.#app.windows()) this.#take(page);
  }

  /** Starts the app once more on the same home, as a click on its launcher does. Answers with the exit status. */
  async startAgain(): Promise<number | null> {
    const [program = '', ...args] = await this.app.evaluate(({ app }) => [
      process.execPath,
      app.getAppPath(),
    ]);
    if (!(await canSandbox())) args.push('--no-sandbox');
    const child = spawn(this.desktop.executable(program), args, {
      env: { ...this.desktop.env, LATCHKEY_HOME: this.home },
      stdio: 'ignore',
    });
    await once(child, 'exit');
    return child.exitCode;
  }

  /**
   * The ways in which the kernel confines the processes of the app's windows, the spare one that Chromium may keep
   * included: `2` alone means that each has a filter of system calls, Chromium's sandbox.
   */
  async seccompOfWindows(): Promise<ReadonlySet<string>> {
    const pids = await this.app.evaluate(({ app }) =>
      app.getAppMetrics().flatMap(({ type, pid }) => (type === 'Tab' ? [pid] : [])),
    );
    const files = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/status`, 'utf8')));
    return new Set(files.map((text) => /^Seccomp:\t(\d)/m.exec(text)?.[1] ?? 'unknown'));
  }

  /** The process of the app's runner. Throws while there is none. */
  async runnerPid(): Promise<number> {
    const pid = await this.app.evaluate(
      ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Latchkey runner')?.pid,
    );
    if (pid === undefined) throw new Error('The runner does not run.');
    return pid;
  }

  /** Waits for the window that is opening. */
  async window(): Promise<Page> {
    if (!this.#page) this.#take(await this.app.waitForEvent('window', { timeout: PATIENCE_MS }));
    return this.page;
  }

  /** Makes an organisation in the first-run window. */
  async beginAlone(): Promise<void> {
    const page = await this.window();
    await page.getByLabel('Organisation', { exact: true }).fill('Example Inc.');
    await page.getByLabel('Your name').fill('Robin Example');
    // Asked where there is no keyring.
    const inFile = page.getByRole('radio', { name: /^In a file/ });
    if ((await inFile.count()) > 0) await inFile.check();
    await page.getByRole('button', { name: 'Make the organisation' }).click();
    await this.writeDownRecoveryKey();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await page.getByText(/^Online/).waitFor();
  }

  /** Says that the words are written down which the window shows once an organisation was founded; answers with them. */
  async writeDownRecoveryKey(): Promise<string> {
    const page = await this.window();
    await page.getByRole('heading', { name: 'Write down the recovery key' }).waitFor();
    const words = await page
      .getByRole('list', { name: 'Recovery key' })
      .getByRole('listitem')
      .allTextContents();
    await page.getByRole('button', { name: 'I have written them down' }).click();
    return words.map((word) => word.trim()).join(' ');
  }

  /** Joins in the first-run window. */
  async joinTeam(url: string, code: string): Promise<void> {
    const page = await this.window();
    await page.getByText('You were given an invite').click();
    await page.getByLabel('Address of the service').fill(url);
    await page.getByLabel('Invite code').fill(code);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    await page.getByText(/^Online/).waitFor();
  }

  /**
   * Clicks the tray icon with the mouse, and then an entry of its menu, and waits for the view that it opens. A menu that
   * changes under the pointer may lose the click; like a person, this clicks again.
   */
  async chooseInTray(label: 'Request access…' | 'Inbox' | 'History' | 'Settings'): Promise<Page> {
    const { tray } = this.desktop;
    const [title = label] = label.split(' ');
    const isThere = async (): Promise<boolean> => {
      const shown = await this.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().map((window) => (window.isVisible() ? window.getTitle() : '')),
      );
      return shown.some((each) => each.startsWith(`${title} –`)) && (await tray.menuItems()).length === 0;
    };
    await waitUntil(
      `"${label}" from the tray`,
      async () => {
        if ((await tray.menuItems()).length > 0) await tray.closeMenu();
        await this.#chooseOnce(label);
        return waitUntil('the view', isThere, VIEW_WITHIN_MS);
      },
      PATIENCE_MS,
    );
    return this.window();
  }

  /** Opens the window as a second start of the app does, without the tray. */
  async show(): Promise<Page> {
    await waitUntil(
      'the window',
      async () => {
        await this.app.evaluate(({ app }) => app.emit('activate'));
        return this.#page !== null || this.app.windows().length > 0;
      },
      PATIENCE_MS,
    );
    return this.window();
  }

  /** Goes to a view in the window, as the sidebar does. */
  async go(view: 'Inbox' | 'Access' | 'Request…' | 'History' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByTitle(view, { exact: true }).click();
  }

  /** Allows in the settings what the organisation asks of this computer. */
  async servePool(pool: string): Promise<void> {
    await this.show();
    await this.go('Settings');
    await this.page.getByRole('switch', { name: `Set up access for the pool ${pool}` }).check();
  }

  /** Asks for what policy grants at once, in the window, and waits until it is ready. */
  async getAccess(words: string, { duration, why }: { duration: string; why: string }): Promise<void> {
    const { page } = this;
    await this.go('Request…');
    await page.getByRole('combobox').first().fill(words);
    await page.keyboard.press('Enter');
    await page.getByLabel('Duration').fill(duration);
    await page.getByLabel('Why').fill(why);
    await page.getByRole('button', { name: /Get access/ }).click();
    await page.getByRole('button', { name: 'Show access' }).click();
  }

  /** Waits until a window, or a dialog of the desktop, gets what is typed. */
  async dialog(title: string): Promise<void> {
    await waitUntil(
      `"${title}" in front`,
      async () => (await this.desktop.screen.activeWindow()) === title,
      PATIENCE_MS,
    );
  }

  /** A picture of the whole desktop. */
  async photograph(name: string): Promise<void> {
    await this.desktop.screen.screenshot(join(PICTURES, `${name}.png`));
  }

  /** A picture of the window's contents. */
  async photographWindow(name: string): Promise<void> {
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  /** What the clipboard holds. */
  clipboard(): Promise<string> {
    return this.app.evaluate(({ clipboard }) => clipboard.readText());
  }

  async quit(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    if (app && !(await closeApp(app))) throw new Error('Latchkey did not end when it was asked to.');
  }

  /** Ends the app as a power cut would. */
  async kill(): Promise<void> {
    const gone = this.gone();
    this.signal('SIGKILL');
    await gone;
  }

  /** Waits until the app has ended by itself, or was killed. */
  async gone(): Promise<void> {
    const { app } = this;
    await new Promise<void>((resolve) => void app.once('close', () => resolve()));
    this.#app = null;
  }

  /** To the app's main process. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.#pid, signal);
  }

  async stop(): Promise<void> {
    occupied.delete(this);
    await this.quit().catch(() => undefined);
    await this.desktop.stop();
  }

  async #chooseOnce(label: string): Promise<void> {
    const { tray, screen } = this.desktop;
    // Right after a start the icon is there before its place in the panel, and before its menu.
    const [icon] = await tray.waitForIcons(1);
    if (!icon) throw new Error('There is no icon.');
    await screen.clickOn(icon.bounds, 'right');
    const item = await waitUntil(
      `the menu entry "${label}"`,
      async () => (await tray.menuItems()).find(({ name }) => name === label),
      MENU_WITHIN_MS,
    );
    await screen.clickOn(item.bounds);
  }

  #take(page: Page): void {
    page.setDefaultTimeout(PATIENCE_MS);
    this.#page = page;
  }
}
