import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';

/** A Node process whose first line on stdout is a JSON document that says that it is ready. */
export interface ReadyChild<T> {
  readonly ready: T;
  readonly pid: number;
  /**
   * Memory that it uses, in KiB: V8's heap and what hangs on it, after a collection. The system's own count is no figure:
   * a process keeps pages that it does not use, and what comes then hides in them.
   */
  usedKib(): Promise<number>;
  send(line: string): void;
  /** What it says next. */
  nextLine(): Promise<string>;
  stop(): Promise<void>;
}

/** Collects when it is told to, and says in a line how many bytes are in use then. */
const COUNTS_WHEN_TOLD = [
  '--expose-gc',
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    process.on('SIGUSR2', () => {
      gc();
      gc();
      const { heapUsed, external } = process.memoryUsage();
      process.stdout.write(heapUsed + external + '\\n');
    });`)}`,
];

export async function startChild<T>(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<ReadyChild<T>> {
  const child = spawn(process.execPath, [...COUNTS_WHEN_TOLD, ...args], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  if (!child.stdout) throw new Error('the child has no stdout');
  const lines = createInterface({ input: child.stdout });
  const line = await firstLine(child, lines);
  const pid = child.pid as number;
  const nextLine = async (): Promise<string> => ((await once(lines, 'line')) as [string])[0];
  return {
    ready: JSON.parse(line) as T,
    pid,
    usedKib: async () => {
      const said = nextLine();
      child.kill('SIGUSR2');
      return Number(await said) / 1024;
    },
    nextLine,
    send: (text) => void child.stdin?.write(`${text}\n`),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function firstLine(child: ChildProcess, lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`${child.spawnargs[1]} ended with ${code} before it was ready`)),
    );
  });
}
