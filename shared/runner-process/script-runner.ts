import { join } from 'node:path';
import type { Clock } from '../ports/clock.ts';
import type { Failpoint } from '../ports/failpoint.ts';
import type { Logger } from '../ports/logger.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import { createRunner, type Runner } from '../runner/create-runner.ts';
import { openRunnerJournal } from './open-runner-journal.ts';
import { createScriptProviders } from '../runner/script-providers.ts';
import { seal } from '../system/sealed-box.ts';
import { createSecretsSource } from '../system/secrets-source.ts';
import { SHIPPED_PROVIDERS_FOLDER } from '../system/shipped-providers-folder.ts';

export interface ScriptRunnerOptions {
  readonly pools: readonly string[];
  readonly api: RunnerApi;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Holds the journal and what scripts keep. One runner at a time. */
  readonly dataFolder: string;
  /** Holds secrets.yaml. */
  readonly home: string;
  /** Where `./path` of a catalog is looked for, in this order. */
  readonly providerFolders: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly failpoint?: Failpoint;
  /** A person says that the clock is right, although the journal has seen a later time. */
  readonly acceptClock?: boolean;
}

/** A runner with a journal on disk, provider scripts and secrets of this machine. */
export function createScriptRunner(options: ScriptRunnerOptions): Runner {
  const { clock, dataFolder, environment, home, logger, providerFolders, ...rest } = options;
  return createRunner({
    ...rest,
    clock,
    logger,
    journal: openRunnerJournal(join(dataFolder, 'journal')),
    providers: createScriptProviders({
      folders: { shipped: SHIPPED_PROVIDERS_FOLDER, own: providerFolders },
      secrets: createSecretsSource(home, environment),
      world: { clock, environment, dataFolder: join(dataFolder, 'providers') },
      logger,
    }),
    sealer: seal,
  });
}
