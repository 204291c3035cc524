import { join } from 'node:path';
import { leaseOutput, reportInput } from '../contract/api-schemas.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { envFailpoint } from '../system/env-failpoint.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { createScriptRunner } from '../system/script-runner.ts';
import type { Service } from './compose.ts';
import type { ServiceProcessOptions } from './service-options.ts';

export interface BuiltInRunner {
  /** Rejects when the runner cannot go on. */
  readonly running: Promise<void>;
  stop(reason: string): Promise<void>;
}

/** The service's own runner: calls the service in this process, so it works as long as the service does. */
export function startBuiltInRunner(
  { api, builtInRunner }: Pick<Service, 'api' | 'builtInRunner'>,
  { acceptClock, dataDir, pools, organisationDir }: ServiceProcessOptions,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): BuiltInRunner {
  if (pools.length === 0) return { running: new Promise(() => undefined), stop: () => Promise.resolve() };
  const { env } = process;
  const home = latchkeyHome(env);
  const runner = createScriptRunner({
    pools,
    api: {
      lease: async (input) => leaseOutput.parse(await api.runner.lease(builtInRunner, input)),
      report: (report) => api.runner.report(builtInRunner, reportInput.parse(report)),
      heartbeat: (input) => api.runner.heartbeat(builtInRunner, input),
      work: (input, signal) => api.runner.work(builtInRunner, input, signal),
    },
    clock,
    logger,
    dataFolder: join(dataDir, 'runner'),
    home,
    providerFolders: [...(organisationDir === null ? [] : [organisationDir]), dataDir, home],
    environment: env,
    acceptClock,
    failpoint: envFailpoint(env, env['NODE_ENV'] !== 'production'),
  });
  return { running: runner.run(), stop: (reason) => runner.stop(reason) };
}
