import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../../build/setup/root.js';
import { onFullDisk } from './on-full-disk.ts';

/** The real command, in a process of its own; how it ended, and what it said on stdout and stderr. */
export async function runLatchkey(
  words: readonly string[],
  { home, isDiskFull = false }: { readonly home: string; readonly isDiskFull?: boolean },
) {
  const command = [process.execPath, join(root, 'build/latchkey.js'), ...words];
  const [program = '', ...args] = isDiskFull ? onFullDisk(command) : command;
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], LATCHKEY_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', note: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.note += text));
  const [status] = (await once(child, 'close')) as [number];
  return { status, ...said };
}
