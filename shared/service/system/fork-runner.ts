import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { listedEnvironment, PROGRAM_ENVIRONMENT } from '../../lib/listed-environment.ts';
import type { StartedRunner } from '../../runner-process/keep-runner-process.ts';
import { stderrLog } from '../../system/log-sinks.ts';

/**
 * Starts the built `entry` (runner-worker.js) without a shell. What it logs goes where this process logs, by a pipe of its own:
 * with the same stderr, each could make the other wait for it. Throws where no process can be started.
 */
export function forkRunner(entry: string): StartedRunner {
  const child = fork(entry, [], {
    env: listedEnvironment(PROGRAM_ENVIRONMENT, process.env),
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  if (child.stderr) {
    // What cannot be read of it is lost.
    child.stderr.on('error', () => undefined);
    createInterface({ input: child.stderr }).on('line', (line) => stderrLog().write(`${line}\n`));
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (fault) => resolve(String(fault)));
    child.once('exit', (code, signal) => resolve(`exit status ${signal ?? code}`));
  });
  return {
    ended,
    kill: () => void child.kill('SIGKILL'),
    channel: {
      send: (message) => {
        if (child.connected) child.send(message as object, undefined, undefined, () => undefined);
      },
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void ended.then(listener),
    },
  };
}
