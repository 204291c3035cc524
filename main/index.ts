import { app, dialog, Menu, powerMonitor, protocol } from 'electron';
import { makeFolder } from '../shared/system/make-folder.ts';
import { join } from 'node:path';
import { stderrLog } from '../shared/system/log-sinks.ts';
import { latchkeyHome } from '../shared/system/latchkey-home.ts';
import type { Desktop } from './desktop.ts';
import type { RunnerHost } from './runner/runner-host.ts';
import type { createLogger } from './system/create-logger.ts';
import { openTray } from './tray/open-tray.ts';
import { APP_SCHEME } from './windows/app-origin.ts';
import { languageOf } from './system/language-of.ts';
import { toldIn } from '../shared/words/told-error.ts';
import { wordsIn, type Words } from '../shared/words/words.ts';

// The desktop. One process for each LATCHKEY_HOME, so that several identities can be used side by side.

// Whatever is written below, by whichever library: for this user alone.
process.umask(0o077);
const home = latchkeyHome(process.env);
makeFolder(join(home, 'electron'));
// Before the lock is asked for: the lock belongs to this folder.
app.setPath('userData', join(home, 'electron'));
app.setName('Latchkey');
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  /** Null until its folder was looked at: what comes before that is told on stderr. */
  let logger: ReturnType<typeof createLogger> | null = null;
  let runner: RunnerHost | null = null;
  let desktop: Desktop | null = null;
  let stopping: Promise<void> | null = null;
  let isStopped = false;
  let wantsWindow = false;
  const quitting = new AbortController();

  /** In the language of the system: the settings are not read yet. */
  const words = (): Words => wordsIn(languageOf(app, 'system'));

  const fail = (what: string) => (fault: unknown) => {
    // The stack says where; messages of faults may hold what a person wrote, never a secret.
    const error = fault instanceof Error ? fault.stack : String(fault);
    if (logger === null) stderrLog().write(`${what}: ${error}\n`);
    logger?.error({ error }, what);
    logger?.flush();
  };
  // not for people: of the log.
  process.on('uncaughtException', fail('a fault was caught by nobody'));
  // not for people: of the log.
  process.on('unhandledRejection', fail('a rejection was caught by nobody'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit());

  const show = (): void => {
    if (stopping === null) desktop?.show();
  };
  app.on('second-instance', () => {
    wantsWindow = true;
    show();
  });
  app.on('activate', show);
  // Closing the window is not quitting: the tray stays.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    quitting.abort();
    // Asked again while it stops: what is being written is still written.
    stopping ??= (desktop?.stop() ?? runner?.stop() ?? Promise.resolve()).finally(() => {
      isStopped = true;
      logger?.flush();
      app.quit();
    });
  });

  /** The runner, before anything of this desktop is read: what can be wrong with that keeps no access alive. */
  const startRunning = async () => {
    // Most of the code is loaded only now: the icon need not wait for it.
    const [system, running] = await Promise.all([
      import('./system/create-logger.ts'),
      import('./runner/start-runner.ts'),
    ]);
    const started = (logger = system.createLogger(home));
    const host = (runner = running.startRunner(home, started));
    powerMonitor.on('resume', () => (desktop ? desktop.wake() : host.rescan()));
    return { logger: started, runner: host };
  };
  const begin = async (): Promise<void> => {
    // The menu that Electron puts into every window reloads it, and opens developer tools beside passwords.
    if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
    const running = startRunning();
    const early = openTray(words());
    const parts = await running;
    const { waitForStores } = await import('./wait-for-stores.ts');
    const opened = await waitForStores({ home, early, words: words(), signal: quitting.signal, ...parts });
    const { composeDesktop } = await import('./compose.ts');
    // Quit while it started: nothing has begun that would have to be stopped.
    if (opened === null || stopping !== null) return;
    desktop = composeDesktop({ home, early, stores: opened.stores, ...parts });
    await desktop.run();
    // Whoever was told to wait sees that it is over.
    if (wantsWindow || opened.hadTrouble) show();
  };
  /** A fault that nobody foresaw. The access that this computer gave still ends before the app does. */
  const giveUp = async (fault: unknown): Promise<void> => {
    // not for people: of the log.
    fail('Latchkey could not start')(fault);
    const isHolding = (): boolean => (runner?.status()?.active ?? 0) > 0;
    const say = words().desktop.dialogs;
    await dialog.showMessageBox({
      type: 'error',
      title: 'Latchkey',
      message: say.couldNotStart,
      detail: say.couldNotStartText({
        why: words().spoken(toldIn(fault) ?? (fault instanceof Error ? fault.message : String(fault))),
        logs: join(home, 'logs'),
        isHolding: isHolding(),
      }),
    });
    if (isHolding()) await new Promise<void>((resolve) => runner?.onStatus(() => !isHolding() && resolve()));
    await runner?.stop();
    app.exit(1);
  };
  app.whenReady().then(begin).catch(giveUp);
}
