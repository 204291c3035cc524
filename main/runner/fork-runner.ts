import type { Logger } from '../../shared/ports/logger.ts';
import type { StartedRunner } from '../../shared/runner-process/keep-runner-process.ts';
import { forkProcess } from '../system/fork-process.ts';

/** Starts the built `entry` (runner-worker.js) as a utility process. */
export function forkRunner(entry: string, logger: Logger): StartedRunner {
  const child = forkProcess({ entry, args: [], name: 'runner', logger });
  // Whatever it says there would fill the pipe.
  child.stdout?.on('data', () => undefined);
  const ended = new Promise<string>((resolve) => {
    // not for people: of the log.
    child.once('exit', (code) => resolve(`exit status ${code}`));
  });
  return {
    ended,
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
    channel: {
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onClose: (listener) => void ended.then(listener),
    },
  };
}
