import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A Node process whose first line on stdout is a JSON document that says that it is ready. */
export interface ReadyChild<T> {
  readonly ready: T;
  readonly pid: number;
  /** Resident memory in KiB, as the system counts it. Throws where there is no /proc. */
  residentKib(): number;
  send(line: string): void;
  stop(): Promise<void>;
}

export async function startChild<T>(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ReadyChild<T>> {
  const child = spawn(process.execPath, [...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  const line = await firstLine(child);
  const pid = child.pid as number;
  return {
    ready: JSON.parse(line) as T,
    pid,
    residentKib: () => residentKib(pid),
    send: (text) => void child.stdin?.write(`${text}\n`),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** `VmRSS` of a process, in KiB. */
export function residentKib(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!found) throw new Error(`no memory figure for process ${pid}`);
  return Number(found[1]);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('the child has no stdout'));
    const lines = createInterface({ input: child.stdout });
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`${child.spawnargs[1]} ended with ${code} before it was ready`)),
    );
  });
}
