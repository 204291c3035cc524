import { app } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '../../shared/ports/logger.ts';
import { systemClock } from '../../shared/system/system-clock.ts';
import { APP_PARTS } from '../app-parts.ts';
import { forkRunner } from './fork-runner.ts';
import { startRunnerHost, type RunnerHost } from './runner-host.ts';

/** The runner of this LATCHKEY_HOME. Started before anything is read, so that nothing that cannot be read keeps access alive. */
export function startRunner(home: string, logger: Logger): RunnerHost {
  const withFailpoints = !app.isPackaged;
  const dataFolder = join(home, 'runner');
  const isToDie = withFailpoints && (process.env['LATCHKEY_FAILPOINT'] ?? '') !== '';
  return startRunnerHost({
    start() {
      const runner = forkRunner(APP_PARTS.runner, logger);
      // A failpoint stands for a power cut: the whole app is gone with its runner.
      if (isToDie) void runner.ended.then(() => process.kill(process.pid, 'SIGKILL'));
      return runner;
    },
    settings: {
      dataFolder,
      home,
      providerFolders: [join(home, 'organisation'), home],
      // A copy: the environment itself is nothing that can be sent.
      environment: { ...process.env },
      acceptClock: false,
      withFailpoints,
    },
    hasJournal: existsSync(dataFolder),
    clock: systemClock,
    logger,
  });
}
