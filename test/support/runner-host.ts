import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { onFullDisk } from './on-full-disk.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const ENTRY = join(ROOT, 'test/faults/support/runner-host.ts');

/** Bundles the runner host. Below the project, so that it finds the installed packages. */
export async function buildRunnerHost(): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.runner-host-'));
  const output = { entryFileNames: 'host.mjs' };
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    build: { ssr: ENTRY, outDir: folder, target: 'node20', minify: false, rollupOptions: { output } },
  });
  return { file: join(folder, 'host.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** One runner process after another on one home folder. */
export class RunnerHost {
  readonly home: string;
  output = '';
  private readonly file: string;
  private readonly url: string;
  private child: ChildProcess | null = null;

  private constructor(file: string, url: string, home: string) {
    this.file = file;
    this.url = url;
    this.home = home;
  }

  static async make(file: string, url: string): Promise<RunnerHost> {
    return new RunnerHost(file, url, await mkdtemp(join(tmpdir(), 'latchkey-runner-')));
  }

  /** Another process on the same home. */
  static on(other: RunnerHost): RunnerHost {
    return new RunnerHost(other.file, other.url, other.home);
  }

  /** On a full disk, nothing that the runner or its scripts write reaches a file. */
  start(failpoint?: string, { isDiskFull = false } = {}): void {
    const settings = { home: this.home, url: this.url, shipped: join(ROOT, 'shared/providers') };
    const command = [process.execPath, this.file, JSON.stringify(settings)];
    const [program = '', ...args] = isDiskFull ? onFullDisk(command) : command;
    this.child = spawn(program, args, {
      env: { PATH: process.env['PATH'], ...(failpoint && { LATCHKEY_FAILPOINT: failpoint }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Resolves with how the process ended. */
  async ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    const { child } = this;
    if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return { code: child?.exitCode ?? null, signal: child?.signalCode ?? null };
  }

  async remove(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended();
    await rm(this.home, { recursive: true, force: true });
  }
}
