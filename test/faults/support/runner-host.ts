/** A runner in a process of its own, for tests that kill, stop and mislead it. Settings come as JSON in the one argument. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Work } from '../../../shared/contract/api-types.ts';
import { RefusalError } from '../../../shared/contract/refusal-error.ts';
import { instant } from '../../../shared/lib/time.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { RunnerApi } from '../../../shared/ports/runner-api.ts';
import { createRunner } from '../../../shared/runner/create-runner.ts';
import { createScriptProviders } from '../../../shared/runner/script-providers.ts';
import { openRunnerJournal } from '../../../shared/runner-process/open-runner-journal.ts';
import { envFailpoint } from '../../../shared/system/env-failpoint.ts';
import { createSecretsSource } from '../../../shared/system/secrets-source.ts';
import { seal } from '../../../shared/system/sealed-box.ts';
import { systemClock } from '../../../shared/system/system-clock.ts';

interface Settings {
  readonly home: string;
  readonly url: string;
  readonly shipped: string;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings;
const offsetFile = join(settings.home, 'clock-offset');

/** The real clock, moved by as many milliseconds as the file says. */
const clock: Clock = {
  ...systemClock,
  now: () =>
    instant(systemClock.now() + (existsSync(offsetFile) ? Number(readFileSync(offsetFile, 'utf8')) : 0)),
};

async function call<T>(path: string, input: unknown, signal?: AbortSignal): Promise<T> {
  const body = JSON.stringify(input);
  const response = await fetch(`${settings.url}/${path}`, { method: 'POST', body, signal: signal ?? null });
  const answer = (await response.json()) as { refusal?: Refusal } | null;
  if (answer?.refusal) throw new RefusalError(answer.refusal);
  return answer as T;
}

const api: RunnerApi = {
  lease: (input) => call<Work[]>('lease', input),
  report: (report) => call('report', report),
  heartbeat: (input) => call('heartbeat', input),
  async *work(input, signal) {
    for (;;) {
      await call('work', input, signal);
      yield { pool: input.pool };
    }
  },
};

const logger = pino({ level: 'debug' });
const runner = createRunner({
  pools: ['default'],
  api,
  journal: openRunnerJournal(join(settings.home, 'runner')),
  clock,
  providers: createScriptProviders({
    folders: { shipped: settings.shipped, own: [settings.home] },
    secrets: createSecretsSource(settings.home, process.env),
    world: { clock, environment: process.env, dataFolder: join(settings.home, 'data') },
    logger,
  }),
  sealer: seal,
  logger,
  failpoint: envFailpoint(process.env, true),
});

process.once('SIGTERM', () => void runner.stop('SIGTERM'));
await runner.run();
