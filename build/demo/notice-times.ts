import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { desktopUser } from '../virtual-desktop/desktop-user.ts';
import type { VirtualDesktop } from '../virtual-desktop/virtual-desktop.ts';
import { waitUntil } from '../virtual-desktop/wait-until.ts';

const RULE = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";
/** A call as `dbus-monitor --profile` writes it: `mc`, then the seconds since 1970 with their fraction. */
const CALL = /^mc\s+(\d+\.\d+)\s/;

/** When programs of a desktop asked its notification server to show something, seen on the message bus. */
export class NoticeTimes {
  readonly #monitor: ChildProcess;
  readonly #times: number[] = [];

  private constructor(monitor: ChildProcess) {
    this.#monitor = monitor;
    if (!monitor.stdout) return;
    createInterface({ input: monitor.stdout }).on('line', (line) => {
      const seconds = CALL.exec(line)?.[1];
      if (seconds !== undefined) this.#times.push(Number(seconds) * 1_000);
    });
  }

  static async start(desktop: VirtualDesktop): Promise<NoticeTimes> {
    const [command, ...args] = desktopUser().as('dbus-monitor', ['--profile', RULE]);
    const monitor = spawn(command, args, { env: desktop.env, stdio: ['ignore', 'pipe', 'ignore'] });
    monitor.on('error', () => undefined);
    return new NoticeTimes(monitor);
  }

  /** The first one since `since`, both in milliseconds since 1970. */
  async firstSince(since: number): Promise<number> {
    return waitUntil('a notification on the bus', () => this.#times.find((time) => time >= since));
  }

  async stop(): Promise<void> {
    if (this.#monitor.exitCode !== null || this.#monitor.signalCode !== null) return;
    const gone = once(this.#monitor, 'exit');
    this.#monitor.kill();
    await gone;
  }
}
