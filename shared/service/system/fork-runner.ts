import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { listedEnvironment } from '../../lib/listed-environment.ts';
import type { Channel } from '../../ports/channel.ts';
import { stderrLog } from '../../system/log-sinks.ts';

/** A runner process, from the outside. */
export interface ForkedRunner {
  readonly channel: Channel;
  /** Why it ended, in a few words, or why it could not be started. Never rejects. */
  readonly ended: Promise<string>;
  kill(): void;
}

/** Of the environment of whoever starts it, a runner process has these and nothing else. */
const ENVIRONMENT = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'SystemRoot', 'LATCHKEY_LOG'];

/**
 * Starts the built `entry` (runner-worker.js) without a shell. What it logs goes where this process logs, by a pipe of its own:
 * with the same stderr, each could make the other wait for it. Never throws.
 */
export function forkRunner(entry: string): ForkedRunner {
  let child: ChildProcess;
  try {
    child = fork(entry, [], {
      env: listedEnvironment(ENVIRONMENT, process.env),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
  } catch (fault) {
    // For example with no file descriptor left.
    return { channel: CLOSED, ended: Promise.resolve(String(fault)), kill: () => undefined };
  }
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

const CLOSED: Channel = {
  send: () => undefined,
  onMessage: () => undefined,
  onClose: (listener) => queueMicrotask(listener),
};
