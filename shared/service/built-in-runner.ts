import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { leaseOutput } from '../contract/api-schemas.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import { keepRunnerProcess } from '../runner-process/keep-runner-process.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { serveRunnerApi } from '../runner-process/runner-channel.ts';
import type { Service } from './compose.ts';
import type { OwnRunnerOptions } from './service-options.ts';
import { forkRunner } from './system/fork-runner.ts';

export interface BuiltInRunner {
  /** The service is there: what the runner has asked meanwhile is answered now. */
  connect(service: Needs): void;
  /** Resolves when it goes on without this process. */
  readonly begun: Promise<void>;
  stop(reason: string): Promise<void>;
}

type Needs = Pick<Service, 'api' | 'builtInRunner' | 'reportOwn'>;

/**
 * The service's own runner, in a process of its own: neither a load on the edge nor a long publish holds up a deadline.
 * It reaches the service over a private channel, as a caller that no device stands for, and goes on without the service.
 * Started first: a database that cannot be opened or a port that is taken keeps no access alive, since the process of the
 * runner outlives one that could not start. Only whoever holds the data folder's lock may start it.
 */
export function startBuiltInRunner(
  { acceptClock, dataDir, pools, organisationDir, runnerEntry }: OwnRunnerOptions,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): BuiltInRunner {
  // Without a pool it takes nothing up, but ends what an earlier start of it granted.
  if (pools.length === 0 && !existsSync(join(dataDir, 'runner', 'journal')))
    return { connect: () => undefined, begun: Promise.resolve(), stop: () => Promise.resolve() };
  let connect: BuiltInRunner['connect'] = () => undefined;
  const service = new Promise<Needs>((resolve) => (connect = resolve));
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
  return { connect, begun: keeper.begun, stop: (reason) => keeper.stop(reason) };
}

/** Serves the runner at the other end of a private channel, as soon as there is a service. Whatever it calls itself, it is the built-in one. */
export function serveBuiltInRunner(service: Promise<Needs>, channel: Channel): void {
  const bound = service.then(({ api, builtInRunner, reportOwn }): RunnerApi => ({
    lease: async (input) => leaseOutput.parse(await api.runner.lease(builtInRunner, input)),
    report: reportOwn,
    heartbeat: (input) => api.runner.heartbeat(builtInRunner, input),
    work: (input, signal) => api.runner.work(builtInRunner, input, signal),
  }));
  serveRunnerApi(channel, {
    lease: async (input) => (await bound).lease(input),
    report: async (report) => (await bound).report(report),
    heartbeat: async (input) => (await bound).heartbeat(input),
    async *work(input, signal) {
      yield* (await bound).work(input, signal);
    },
  });
}
