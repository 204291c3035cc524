import type { Channel } from '../ports/channel.ts';
import { stderrLog } from '../system/log-sinks.ts';
import { channelRunnerApi } from '../runner-process/runner-channel.ts';
import { RunnerProcess } from '../runner-process/runner-process.ts';
import { systemClock } from '../system/system-clock.ts';
import { createLogger } from './create-logger.ts';
import { parentChannel } from './system/parent-channel.ts';

// The runner as a process of its own: the service's, and the desktop's. Started with a channel and nothing else.

const channel: Channel = parentChannel();
const runner = new RunnerProcess({
  channel,
  api: channelRunnerApi(channel),
  clock: systemClock,
  logger: createLogger(process.env['LATCHKEY_LOG'] ?? 'info'),
  // An orderly end waits for threads, which may be stuck in a file for ever.
  exit: (status) =>
    void stderrLog()
      .settled()
      .then(() => (status === 0 ? process.exit(0) : process.kill(process.pid, 'SIGKILL'))),
});
process.on('SIGTERM', () => void runner.stop('SIGTERM'));
// A terminal sends these to all of its programs: who started this one says when to stop, or is gone.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
