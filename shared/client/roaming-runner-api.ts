import { durationMs } from '../lib/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import type { Client } from './create-client.ts';
import { runnerApi } from './runner-api.ts';

/** How long a runner without a service waits before it looks whether there is one. */
const AWAY_MS = durationMs(1_000);

/** Calls whichever service there is now, or none: a runner outlives connections, and may begin before there is one. */
export function roamingRunnerApi(client: () => Client | null, clock: Pick<Clock, 'sleep'>): RunnerApi {
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
