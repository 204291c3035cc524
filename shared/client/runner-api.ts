import { readLease } from '../formats/wire/read-lease.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import type { Client } from './create-client.ts';

/** What a runner needs of the service, over the network. */
export function runnerApi({ api }: Pick<Client, 'api'>): RunnerApi {
  return {
    lease: async (input) => readLease(await api.runner.lease.mutate(input)),
    report: (report) => api.runner.report.mutate(report),
    heartbeat: (input) => api.runner.heartbeat.mutate(input),
    work: (input, signal) => signals(api, input, signal),
  };
}

/** The subscription as an iterable. Signals that come while one is handled are one signal: who leases, leases all. */
async function* signals(
  api: Client['api'],
  input: { pool: string },
  signal: AbortSignal,
): AsyncGenerator<{ readonly pool: string }> {
  let pending = false;
  let ended: { readonly error: unknown } | null = null;
  let wake = (): void => {};
  const end = (error: unknown): void => {
    ended ??= { error };
    wake();
  };
  const subscription = api.runner.work.subscribe(input, {
    // After a reconnect there may be work that was signalled meanwhile.
    onStarted: () => {
      pending = true;
      wake();
    },
    onData: () => {
      pending = true;
      wake();
    },
    onError: end,
    onComplete: () => end(null),
  });
  const onAbort = (): void => end(null);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    while (!signal.aborted) {
      if (pending) {
        pending = false;
        yield { pool: input.pool };
        continue;
      }
      if (ended) break;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    const failure = ended as { readonly error: unknown } | null;
    if (!signal.aborted && failure?.error) throw failure.error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    subscription.unsubscribe();
  }
}
