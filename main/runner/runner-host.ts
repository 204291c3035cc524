import { runnerApi } from '../../shared/client/runner-api.ts';
import type { Client } from '../../shared/client/create-client.ts';
import type { DeviceView } from '../../shared/contract/snapshot.ts';
import { durationMs } from '../../shared/domain/time.ts';
import { backoff } from '../../shared/lib/backoff.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import type { RunnerApi } from '../../shared/ports/runner-api.ts';
import type { Runner, RunnerOptions } from '../../shared/runner/create-runner.ts';

/** How long a runner without a service waits before it looks whether there is one. */
const AWAY_MS = durationMs(1_000);

/** This desktop's runner, for the pools that its member may serve. */
export interface RunnerHost {
  /** Begins to serve these pools; pools that are served already go on undisturbed. */
  serve(pools: readonly string[]): void;
  /** The way to the service; null while there is none. Deadlines are kept all the same. */
  use(client: Client | null): void;
  /** The computer woke up. */
  rescan(): void;
  stop(): Promise<void>;
}

export function createRunnerHost(parts: {
  readonly create: (options: Pick<RunnerOptions, 'pools' | 'api'>) => Runner;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onStatus: (status: DeviceView['runner']) => void;
}): RunnerHost {
  const { create, clock, logger, onStatus } = parts;
  const stopping = new AbortController();
  let client: Client | null = null;
  let runner: Runner | null = null;
  let served: readonly string[] | null = null;
  let turn: Promise<void> = Promise.resolve();

  const keepRunning = async (made: Runner): Promise<void> => {
    for (let attempt = 0; runner === made && !stopping.signal.aborted; attempt += 1) {
      try {
        await made.run();
        return;
      } catch (fault) {
        // For example: an app that was killed just now still holds the journal.
        logger.error({ error: String(fault) }, 'the runner could not go on');
        await clock.sleep(backoff(attempt, Math.random()), stopping.signal);
      }
    }
  };
  const begin = async (pools: readonly string[]): Promise<void> => {
    const last = runner;
    runner = null;
    await last?.stop('other pools');
    if (stopping.signal.aborted) return;
    const made = create({ pools, api: roamingApi(() => client, clock) });
    runner = made;
    // Without a pool it takes on nothing, and still ends what it has in its journal.
    const tell = (): void => {
      const { grants } = made.state();
      if (pools.length === 0 && grants.length === 0) return onStatus(null);
      onStatus({ pools, active: grants.length, stuck: grants.filter(({ isStuck }) => isStuck).length });
    };
    made.onChange(tell);
    tell();
    void keepRunning(made);
  };

  return {
    serve(pools) {
      if (served && pools.length === served.length && pools.every((pool) => served?.includes(pool))) return;
      served = pools;
      turn = turn
        .then(() => begin(pools))
        .catch((fault: unknown) => logger.error({ error: String(fault) }, 'the runner did not start'));
    },
    use: (next) => {
      client = next;
    },
    rescan: () => runner?.rescan(),
    async stop() {
      stopping.abort();
      await turn;
      await runner?.stop('Latchkey quits');
    },
  };
}

/** Calls whichever service there is now: a runner outlives connections. */
function roamingApi(client: () => Client | null, clock: Clock): RunnerApi {
  const current = (): RunnerApi => {
    const now = client();
    if (!now) throw new Error('The service cannot be reached.');
    return runnerApi(now);
  };
  return {
    lease: async (input) => current().lease(input),
    report: async (report) => current().report(report),
    heartbeat: async (input) => current().heartbeat(input),
    async *work(input, signal) {
      while (!signal.aborted && !client()) await clock.sleep(AWAY_MS, signal);
      if (!signal.aborted) yield* current().work(input, signal);
    },
  };
}
