import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../setup/root.js';

const execute = promisify(execFile);

/** A command answers within a second on a quiet machine. */
const TIMEOUT_MS = 60_000;

/** Runs `latchkey … --json` as the identity in `home`, and answers with what it printed. */
export async function latchkeyCommand<T>(home: string, args: readonly string[]): Promise<T> {
  const { stdout } = await execute(process.execPath, [join(root, 'out/cli/index.js'), ...args, '--json'], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LATCHKEY_HOME: home },
    timeout: TIMEOUT_MS,
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(stdout) as T;
}
