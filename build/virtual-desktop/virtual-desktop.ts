import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accessibility } from './accessibility.ts';
import { Bus } from './bus.ts';
import { desktopUser } from './desktop-user.ts';
import { Notices } from './notices.ts';
import { ProcessPool } from './process-pool.ts';
import { Screen } from './screen.ts';
import { StatusTray } from './status-tray.ts';
import { waitUntil } from './wait-until.ts';
import { writeXfceSettings } from './xfce-settings.ts';

/** Where X servers put their sockets. Only root's X server makes the folder itself. */
const X_SOCKETS = '/tmp/.X11-unix';
/** Unlocks a keyring that holds nothing but a test's secrets. */
const KEYRING_PASSWORD = 'latchkey';
/** Characters of each log that are told when something fails. */
const LAST_WORDS = 600;
/** A cold start on a busy machine with two cores takes about five seconds. */
const START_TIMEOUT_MS = 60_000;

export interface DesktopOptions {
  /** The screen in pixels, 1280x800 when left out. */
  readonly size?: string;
  /** The program that shows notifications. `notices` reads only those of xfce4-notifyd, the one when left out. */
  readonly notifications?: 'xfce4-notifyd' | 'dunst';
}

/**
 * A complete desktop without a screen.
 *
 * 1. Everything it starts runs as `desktopUser()`, with an environment and a home of its own.
 * 2. It listens on nothing but sockets in its own temporary folder and its X display.
 * 3. `stop()` ends what it started, and nothing else.
 */
export class VirtualDesktop {
  /** What a program needs to run in this desktop. */
  readonly env: Readonly<Record<string, string>>;
  /** A temporary folder that belongs to the desktop's user; gone after `stop()`. */
  readonly folder: string;
  readonly screen: Screen;
  readonly tray: StatusTray;
  readonly notices: Notices;
  /** The session bus, for what a test wants to ask or tell it. */
  readonly bus: Bus;
  readonly #processes: ProcessPool;
  readonly #accessibility: Accessibility;

  private constructor(session: Session, accessibility: Accessibility) {
    this.env = session.env;
    this.folder = session.folder;
    this.bus = session.bus;
    this.#processes = session.processes;
    this.#accessibility = accessibility;
    this.screen = new Screen(session.env['DISPLAY'] ?? '');
    this.tray = new StatusTray(accessibility, this.screen);
    this.notices = new Notices(accessibility, this.screen);
  }

  /** An X server that comes and goes at once with the one before it may lose its socket: then it is tried once more. */
  static async start(options: DesktopOptions = {}): Promise<VirtualDesktop> {
    return VirtualDesktop.#startOnce(options).catch(() => VirtualDesktop.#startOnce(options));
  }

  static async #startOnce(options: DesktopOptions): Promise<VirtualDesktop> {
    const session = await startSession(options.size ?? '1280x800');
    try {
      const accessibility = await startDesktopPrograms(session, options.notifications ?? 'xfce4-notifyd');
      return new VirtualDesktop(session, accessibility);
    } catch (error) {
      await session.processes.stop();
      throw new Error(`The desktop did not start.\n${lastWords(session.folder)}`, { cause: error });
    }
  }

  async stop(): Promise<void> {
    this.#accessibility.close();
    this.bus.close();
    await this.#processes.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Makes a folder for the desktop's user and returns its path. */
  makeFolder(name: string): string {
    return makeOwnFolder(join(this.folder, name));
  }

  /**
   * A script that runs `program` as the desktop's user; for launchers that want one executable, like Playwright's.
   * @param args come before those that the script is called with
   */
  executable(program: string, args: readonly string[] = []): string {
    const file = join(this.makeFolder('bin'), `run-${Math.random().toString(36).slice(2)}`);
    const command = desktopUser()
      .as(program, args)
      .map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    writeFileSync(file, `#!/bin/sh\nexec ${command.join(' ')} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  }
}

interface Session {
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly processes: ProcessPool;
  readonly bus: Bus;
}

/** The X server and the message bus: what all other programs need. */
async function startSession(size: string): Promise<Session> {
  const folder = makeOwnFolder(mkdtempSync(join(tmpdir(), 'latchkey-desktop-')));
  const env = environment(folder);
  const processes = new ProcessPool(makeOwnFolder(join(folder, 'logs')));
  const start = (name: string, command: string, ...args: readonly string[]) =>
    processes.start({ name, command: desktopUser().as(command, args), env });
  try {
    makeSocketFolder();
    start('xvfb', 'Xvfb', '-displayfd', '1', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset');
    const log = join(folder, 'logs', 'xvfb.log');
    const display = await waitUntil(
      'the X server',
      () => /^(\d+)$/m.exec(readFileSync(log, 'utf8'))?.[1],
      START_TIMEOUT_MS,
    );
    env['DISPLAY'] = `:${display}`;

    start('dbus', 'dbus-daemon', '--nofork', `--config-file=${writeBusConfig(folder)}`);
    const address = env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
    const bus = await waitUntil('the message bus', () => Bus.connect(address), START_TIMEOUT_MS);
    return { folder, env, processes, bus };
  } catch (error) {
    await processes.stop();
    throw new Error(`The desktop did not start.\n${lastWords(folder)}`, { cause: error });
  }
}

/** The end of each program's output, to find out why there is no desktop. */
function lastWords(folder: string): string {
  const logs = join(folder, 'logs');
  return readdirSync(logs)
    .map((name) => `${name}: ${readFileSync(join(logs, name), 'utf8').slice(-LAST_WORDS).trim()}`)
    .join('\n');
}

/** What the system does at boot, where there was a boot. */
function makeSocketFolder(): void {
  if (existsSync(X_SOCKETS)) return;
  mkdirSync(X_SOCKETS);
  // Apart from mkdir, whose mode the umask would narrow.
  chmodSync(X_SOCKETS, 0o1777);
}

/** Keyring, window manager, notification server and panel, in this order, each waited for by its name on the bus. */
async function startDesktopPrograms(
  { folder, env, processes, bus }: Session,
  notifications: NonNullable<DesktopOptions['notifications']>,
): Promise<Accessibility> {
  const start = (name: string, command: string, args: readonly string[] = [], stdin?: string) =>
    processes.start({
      name,
      command: desktopUser().as(command, args),
      env,
      ...(stdin === undefined ? {} : { stdin }),
    });
  const ready = (name: string) =>
    waitUntil(name, async () => (await bus.names()).includes(name), START_TIMEOUT_MS);

  writeXfceSettings(join(folder, 'config'));
  start(
    'keyring',
    'gnome-keyring-daemon',
    ['--foreground', '--unlock', '--components=secrets'],
    KEYRING_PASSWORD,
  );
  start('window-manager', 'xfwm4', ['--compositor=off', '--sm-client-disable']);
  start('background', 'display', ['-window', 'root', '-size', '1x1', 'xc:#3b4a5e']);
  // The tray announces its elements only to someone who listens, so listen before there is a tray.
  const accessibility = await Accessibility.connect(bus);
  start('notifications', notifications === 'dunst' ? 'dunst' : xfceNotifyd());
  start('panel', 'xfce4-panel', ['--sm-client-disable', '--disable-wm-check']);
  await ready('org.freedesktop.secrets');
  await ready('org.freedesktop.Notifications');
  await ready('org.kde.StatusNotifierWatcher');
  return accessibility;
}

/** Debian keeps it below the architecture's library folder. */
function xfceNotifyd(): string {
  const architectures: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64' };
  const library = `/usr/lib/${architectures[process.arch] ?? process.arch}-linux-gnu/xfce4/notifyd/xfce4-notifyd`;
  return existsSync(library) ? library : '/usr/lib/xfce4/notifyd/xfce4-notifyd';
}

function environment(folder: string): Record<string, string> {
  const own = (name: string) => makeOwnFolder(join(folder, name));
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    // What Latchkey speaks, whatever language the machine has.
    LANGUAGE: 'en',
    HOME: own('home'),
    TMPDIR: own('tmp'),
    XDG_RUNTIME_DIR: own('run'),
    XDG_CONFIG_HOME: own('config'),
    XDG_DATA_HOME: own('data'),
    XDG_CACHE_HOME: own('cache'),
    XDG_STATE_HOME: own('state'),
    // Chromium and Electron choose the keyring by the desktop's name.
    XDG_CURRENT_DESKTOP: 'XFCE',
    XDG_SESSION_TYPE: 'x11',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'run', 'bus')}`,
  };
}

/** The ordinary session bus; besides its owner, root may connect, as whom the tests may run. */
function writeBusConfig(folder: string): string {
  const file = join(folder, 'bus.conf');
  writeFileSync(
    file,
    `<busconfig>
  <include>/usr/share/dbus-1/session.conf</include>
  <listen>unix:path=${join(folder, 'run', 'bus')}</listen>
  <policy context="mandatory"><allow user="root"/></policy>
</busconfig>
`,
  );
  return file;
}

function makeOwnFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  const { uid, gid } = desktopUser();
  chownSync(path, uid, gid);
  chmodSync(path, 0o700);
  return path;
}
