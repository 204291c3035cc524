import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from './wait-until.ts';

/** Desktop programs end within milliseconds of SIGTERM; whoever does not is killed. */
const TERM_TIMEOUT_MS = 3_000;

/** A program to start; its output goes to `<name>.log`. */
export interface Program {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/**
 * Processes that live and end together. Each is the head of its own process group, so that what it started itself
 * ends with it.
 */
export class ProcessPool {
  readonly #logs: string;
  readonly #children: ChildProcess[] = [];

  constructor(logs: string) {
    this.#logs = logs;
  }

  start({ name, command: [file, ...args], env, stdin }: Program): void {
    const log = openSync(join(this.#logs, `${name}.log`), 'a');
    const child = spawn(file, args, { env, detached: true, cwd: '/', stdio: ['pipe', log, log] });
    child.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(stdin ?? '');
    this.#children.push(child);
  }

  /** Ends everything, last started first. */
  async stop(): Promise<void> {
    const children = this.#children.splice(0).reverse();
    for (const child of children) signalGroup(child, 'SIGTERM');
    try {
      await waitUntil('the desktop to end', () => children.every(hasEnded), TERM_TIMEOUT_MS);
    } catch {
      // Killed below, whether it still runs or only its children do.
    }
    for (const child of children) signalGroup(child, 'SIGKILL');
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group is gone already.
  }
}
