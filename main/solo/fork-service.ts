import { createInterface } from 'node:readline';
import { forkProcess } from '../system/fork-process.ts';
import type { ServiceProcess } from './solo-service.ts';

/** Starts the built service in a process of its own, for this user alone. */
export function forkService(
  options: Pick<Parameters<typeof forkProcess>[0], 'entry' | 'args' | 'logger'>,
): ServiceProcess {
  const child = forkProcess({ ...options, name: 'service' });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const firstLine = new Promise<string | null>((resolve) => {
    void exited.then(() => resolve(null));
    if (!child.stdout) return resolve(null);
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', resolve);
  });
  return { firstLine, exited, kill: () => void child.kill() };
}
