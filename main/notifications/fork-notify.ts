import { utilityProcess } from 'electron';
import { listedEnvironment } from '../../shared/lib/listed-environment.ts';
import { NOTIFY_ENVIRONMENT, type NotifyProcess } from '../../shared/system/node-notify.ts';
import { APP_PARTS } from '../app-parts.ts';

/** Starts the process that shows one notice: a utility process, since a packaged Electron is no Node. */
export function forkNotify(args: readonly string[]): NotifyProcess {
  const child = utilityProcess.fork(APP_PARTS.notifyWorker, [...args], {
    env: listedEnvironment(NOTIFY_ENVIRONMENT, process.env),
    stdio: 'ignore',
    // not for people: in lists of processes.
    serviceName: 'Latchkey notice',
  });
  const answer = new Promise<unknown>((resolve) => {
    child.once('message', resolve);
    child.once('exit', () => resolve(null));
  });
  return { answer, kill: () => void child.kill() };
}
