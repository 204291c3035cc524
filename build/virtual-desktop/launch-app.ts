import { dirname, join, relative } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright';
import { electronPath } from '../setup/electron.js';
import { root } from '../setup/root.js';
import { canSandbox } from '../setup/sandbox.js';
import { appParts, readableCheckout } from './readable-checkout.ts';
import type { VirtualDesktop } from './virtual-desktop.ts';

/** What takes a second may take half a minute on a busy machine: the app's start, and whatever is waited for in its window. */
const PATIENCE_MS = 60_000;

export interface LaunchOptions {
  /** The identity: a name for a folder of this desktop, or an absolute path. Passed on as LATCHKEY_HOME. */
  readonly home: string;
  /** The folder of another Electron app, below the checkout; Latchkey itself when left out. */
  readonly app?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts an Electron app in a virtual desktop, as the desktop's user, with Chromium's sandbox on.
 * Two apps in one desktop need two homes.
 */
export async function launchApp(
  desktop: VirtualDesktop,
  options: LaunchOptions,
): Promise<ElectronApplication> {
  const electron = relative(root, electronPath());
  const parts = [...appParts(root), dirname(electron), ...(options.app === undefined ? [] : [options.app])];
  const checkout = readableCheckout(root, desktop.folder, parts);
  const home = options.home.startsWith('/') ? options.home : desktop.makeFolder(options.home);
  const app = await _electron.launch({
    timeout: PATIENCE_MS,
    executablePath: desktop.executable(join(checkout, electron)),
    args: [join(checkout, options.app ?? '.'), ...(options.args ?? [])],
    env: { ...desktop.env, LATCHKEY_HOME: home, ...options.env },
    chromiumSandbox: await sandboxOrWarning(),
  });
  app.context().setDefaultTimeout(PATIENCE_MS);
  return app;
}

async function sandboxOrWarning(): Promise<boolean> {
  const possible = await canSandbox();
  if (!possible)
    process.stderr.write("warning: this system has no user namespaces, so Chromium's sandbox is off\n");
  return possible;
}
