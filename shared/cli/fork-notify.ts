import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { listedEnvironment } from '../lib/listed-environment.ts';
import { NOTIFY_ENVIRONMENT, type NotifyProcess } from '../system/node-notify.ts';

/** It lies in out/cli, seen from each bundle in out/. */
const ENTRY = fileURLToPath(new URL('../cli/notify-worker.js', import.meta.url));

/** Starts the process that shows one notice, without a shell. Throws when there is no room for another process. */
export function forkNotify(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  entry = ENTRY,
): NotifyProcess {
  const child = fork(entry, [...args], {
    env: listedEnvironment(NOTIFY_ENVIRONMENT, environment),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const answer = new Promise<unknown>((resolve) => {
    child.once('message', resolve);
    child.once('error', (fault) => resolve({ fault: fault.message }));
    child.once('exit', () => resolve(null));
  });
  return { answer, kill: () => void child.kill() };
}
