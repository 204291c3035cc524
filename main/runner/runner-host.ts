import { roamingRunnerApi } from '../../shared/client/roaming-runner-api.ts';
import type { Client } from '../../shared/client/create-client.ts';
import type { DeviceView } from '../../shared/contract/snapshot.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { keepRunnerProcess, type StartedRunner } from '../../shared/runner-process/keep-runner-process.ts';
import { serveRunnerApi } from '../../shared/runner-process/runner-channel.ts';
import type { RunnerSettings } from '../../shared/runner-process/runner-orders.ts';

type Status = DeviceView['runner'];

/** This desktop's runner, for the pools that its member may serve. */
export interface RunnerHost {
  /** What it serves and holds; null when that is nothing. */
  status(): Status;
  /** `listener` is told of every change from now on. */
  onStatus(listener: (status: Status) => void): void;
  /** Begins to serve these pools; pools that are served already go on undisturbed. */
  serve(pools: readonly string[]): void;
  /** The way to the service; null while there is none. Deadlines are kept all the same. */
  use(client: Client | null): void;
  /** The computer woke up. */
  rescan(): void;
  stop(): Promise<void>;
}

/**
 * Starts it, in a process of its own.
 *
 * 1. It needs nothing but its folder: before it is told a pool or has a service, it ends what its journal says is due.
 * 2. Whatever this process is busy with, or cannot open, no deadline waits for it.
 * 3. Where it never had a grant and serves no pool, there is no such process.
 */
export function startRunnerHost(parts: {
  readonly start: () => StartedRunner;
  readonly settings: Omit<RunnerSettings, 'turn' | 'pools'>;
  /** Whether there is a journal, and so perhaps something to end. */
  readonly hasJournal: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}): RunnerHost {
  const { settings, clock, logger } = parts;
  let client: Client | null = null;
  let pools: readonly string[] = [];
  let held: Pick<NonNullable<Status>, 'active' | 'stuck' | 'newer'> = { active: 0, stuck: 0, newer: [] };
  const listeners: ((status: Status) => void)[] = [];

  const status = (): Status => {
    const isIdle = pools.length === 0 && held.active === 0 && held.newer.length === 0;
    return isIdle ? null : { pools, ...held };
  };
  const tell = (): void => {
    for (const listener of listeners) listener(status());
  };
  const keeper = keepRunnerProcess({
    start: parts.start,
    onStarted: (channel) =>
      serveRunnerApi(
        channel,
        roamingRunnerApi(() => client, clock),
      ),
    onHeld: ({ active, stuck, newer }) => {
      held = { active, stuck, newer };
      tell();
    },
    clock,
    logger,
  });
  let isRunning = false;
  const run = (): void => {
    keeper.use({ ...settings, pools });
    if (isRunning) return;
    isRunning = true;
    keeper
      .run()
      .catch((fault: unknown) => logger.error({ error: String(fault) }, 'the runner is not kept running'));
  };
  if (parts.hasJournal) run();

  return {
    status,
    onStatus: (listener) => void listeners.push(listener),
    serve(next) {
      if (next.length === pools.length && next.every((pool) => pools.includes(pool))) return;
      pools = next;
      run();
      tell();
    },
    use: (next) => {
      client = next;
    },
    rescan: () => keeper.rescan(),
    // not for people: of the log.
    stop: () => keeper.stop('Latchkey quits'),
  };
}
