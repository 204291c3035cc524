import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../setup/root.js';

/** A cold start migrates a database and makes keys. */
const LISTENS_WITHIN_MS = 60_000;
/** It finishes what it is doing; then it is killed. */
const STOPS_WITHIN_MS = 10_000;

/** The built service as a process of its own, in a temporary folder, on a free port of the loopback. */
export class DemoService {
  readonly folder: string;
  readonly url: string;
  readonly ownerInvite: string;
  readonly #child: ChildProcess;
  readonly #output: () => string;

  private constructor(
    folder: string,
    child: ChildProcess,
    said: { line: { listening: string; ownerInvite: string }; output: () => string },
  ) {
    this.folder = folder;
    this.#child = child;
    this.url = said.line.listening;
    this.ownerInvite = said.line.ownerInvite;
    this.#output = said.output;
  }

  /**
   * @param files of the organisation, by name
   * @param secrets the text of its runner's secrets.yaml
   */
  static async start(files: Readonly<Record<string, string>>, secrets: string): Promise<DemoService> {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-demo-'));
    const organisation = join(folder, 'organisation');
    await mkdir(organisation);
    for (const [name, text] of Object.entries(files)) await writeFile(join(organisation, name), text);
    const home = join(folder, 'service');
    await mkdir(home, { mode: 0o700 });
    await writeFile(join(home, 'secrets.yaml'), secrets, { mode: 0o600 });
    const args = ['--data', join(folder, 'data'), '--org', organisation, '--name', 'Example Inc.'];
    const child = spawn(
      process.execPath,
      [join(root, 'out/service/index.js'), ...args, '--listen', '127.0.0.1:0'],
      {
        env: {
          PATH: process.env['PATH'] ?? '',
          LATCHKEY_HOME: home,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    try {
      const line = JSON.parse(await firstLine(child)) as { listening: string; ownerInvite: string };
      return new DemoService(folder, child, { line, output: () => output });
    } catch (cause) {
      child.kill('SIGKILL');
      await rm(folder, { recursive: true, force: true });
      throw new Error(`The service did not start.\n${output.slice(-2_000)}`, { cause });
    }
  }

  /** What it has logged so far. */
  log(): string {
    return this.#output();
  }

  /** Ends it as an administrator would. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOPS_WITHIN_MS);
    await gone;
    clearTimeout(timer);
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it says nothing')), LISTENS_WITHIN_MS);
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      resolve(text.slice(0, end));
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with status ${code}`));
    });
  });
}
