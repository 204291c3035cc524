import { neverWaitFor, stderrLog } from '../system/log-sinks.ts';
import { systemClock } from '../system/system-clock.ts';
import { createLogger } from './create-logger.ts';
import { readServiceOptions, type WrittenServiceOptions } from './service-options.ts';
import { startService, type RunningService } from './start-service.ts';
import { durationMs } from '../domain/time.ts';

/** Electron's port to the process that started a utility process; not there in plain Node. */
interface ParentPort {
  postMessage(message: unknown): void;
}

/** Stopping may take this long, then the process ends all the same. */
const STOP_WITHIN_MS = durationMs(5_000);

/**
 * A service from its options to its end, which comes with SIGTERM, SIGINT or the end of the process that started it.
 * Says on stdout (and to Electron) where it listens, and the first owner's invite. Answers with an exit status.
 */
export async function serviceProcess(written: WrittenServiceOptions): Promise<number> {
  const options = await readServiceOptions(written, process.env);
  if (!options.ok) return complain(options.error, 2);
  const logger = createLogger(process.env['LATCHKEY_LOG'] ?? 'info');
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end.abort(signal));
  process.once('disconnect', () => end.abort('the process that started it is gone'));

  let service: RunningService;
  try {
    service = await startService(options.value, { clock: systemClock, logger });
  } catch (error) {
    logger.debug({ err: error }, 'the service could not start');
    return complain(`The service could not start: ${(error as Error).message}`, 1);
  }
  announce(service);
  const failed = await Promise.race([aborted(end.signal), service.failed]);
  const reason = failed ? failed.message : String(end.signal.reason);
  logger.info({ reason }, 'stopping');
  const isStopped = await Promise.race([
    service.stop(reason).then(() => true),
    systemClock.sleep(STOP_WITHIN_MS).then(() => false),
  ]);
  if (!isStopped) logger.error({}, 'the service did not stop in time');
  // The built-in runner may wait for a script, the sleeper above for its time: nothing of that matters any more.
  await stderrLog().settled();
  process.exit(failed || !isStopped ? 1 : 0);
}

function announce({ url, ownerInvite }: RunningService): void {
  const line = { listening: url, ...(ownerInvite !== null && { ownerInvite }) };
  neverWaitFor(process.stdout);
  process.stdout.write(`${JSON.stringify(line)}\n`);
  (process as { parentPort?: ParentPort }).parentPort?.postMessage(line);
}

const aborted = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });

async function complain(sentence: string, status: number): Promise<number> {
  stderrLog().write(`${sentence}\n`);
  await stderrLog().settled();
  return status;
}
