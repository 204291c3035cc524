import { join } from 'node:path';
import { leaseOutput } from '../contract/api-schemas.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import { keepRunnerProcess } from '../system/keep-runner-process.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { serveRunnerApi } from '../system/runner-channel.ts';
import type { Service } from './compose.ts';
import type { ServiceProcessOptions } from './service-options.ts';
import { forkRunner } from './system/fork-runner.ts';

export interface BuiltInRunner {
  stop(reason: string): Promise<void>;
}

type Needs = Pick<Service, 'api' | 'builtInRunner'>;

/**
 * The service's own runner, in a process of its own: neither a load on the edge nor a long publish holds up a deadline.
 * It reaches the service over a private channel, as a caller that no token stands for, and goes on without the service.
 */
export function startBuiltInRunner(
  service: Needs,
  { acceptClock, dataDir, pools, organisationDir, runnerEntry }: ServiceProcessOptions,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): BuiltInRunner {
  if (pools.length === 0) return { stop: () => Promise.resolve() };
  const { env } = process;
  const home = latchkeyHome(env);
  const keeper = keepRunnerProcess({
    start: () => forkRunner(runnerEntry),
    onStarted: (channel) => serveBuiltInRunner(service, channel),
    clock,
    logger,
  });
  keeper.use({
    pools,
    dataFolder: join(dataDir, 'runner'),
    home,
    providerFolders: [...(organisationDir === null ? [] : [organisationDir]), dataDir, home],
    environment: env,
    acceptClock,
    withFailpoints: env['NODE_ENV'] !== 'production',
  });
  keeper
    .run()
    .catch((fault: unknown) => logger.error({ error: String(fault) }, 'the own runner is not kept running'));
  return { stop: (reason) => keeper.stop(reason) };
}

/** Serves the runner at the other end of a private channel. Whatever it calls itself, it is the built-in one. */
export function serveBuiltInRunner({ api, builtInRunner }: Needs, channel: Channel): void {
  const bound: RunnerApi = {
    lease: async (input) => leaseOutput.parse(await api.runner.lease(builtInRunner, input)),
    report: (report) => api.runner.report(builtInRunner, report),
    heartbeat: (input) => api.runner.heartbeat(builtInRunner, input),
    work: (input, signal) => api.runner.work(builtInRunner, input, signal),
  };
  serveRunnerApi(channel, bound);
}
