import { told } from '../words/told.ts';
import { wordsIn, type Words } from '../words/words.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { neverWaitFor, stderrLog } from '../system/log-sinks.ts';
import { systemClock } from '../system/system-clock.ts';
import { createLogger } from './create-logger.ts';
import { NamelessStart } from './organisation/open-identity.ts';
import {
  readOwnRunnerOptions,
  readServiceOptions,
  type ServiceProcessOptions,
  type WrittenServiceOptions,
} from './service-options.ts';
import { startFirst, startService, type RunningService, type StartedFirst } from './start-service.ts';
import { durationMs } from '../lib/time.ts';
import { whyNotStarted } from './why-not-started.ts';

/** Electron's port to the process that started a utility process; not there in plain Node. */
interface ParentPort {
  postMessage(message: unknown): void;
}

/** Stopping may take this long, then the process ends all the same: longer than its runner may take to be ended. */
const STOP_WITHIN_MS = durationMs(10_000);

/**
 * A service from its options to its end, which comes with SIGTERM, SIGINT or the end of the process that started it. `words`: of who reads why it does not start; its log is English.
 * Says on stdout (and to Electron) where it listens, and the first owner's invite. Answers with an exit status.
 */
export async function serviceProcess(
  written: WrittenServiceOptions,
  words: Words = wordsIn('en'),
): Promise<number> {
  const logger = createLogger(process.env['LATCHKEY_LOG'] ?? 'info');
  const end = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end.abort(signal));
  process.once('disconnect', () => end.abort('the process that started it is gone'));

  const tools = { clock: systemClock, logger };
  let first: StartedFirst | null = null;
  let service: RunningService;
  let dataDir: string | null = null;
  try {
    const own = readOwnRunnerOptions(written, process.env);
    if (own.ok) ({ dataDir } = own.value);
    // Where there is a journal there may be something to end, whatever is wrong with files that are read later.
    if (own.ok && existsSync(join(own.value.dataDir, 'runner'))) first = startFirst(own.value, tools);
    const options = await readServiceOptions(written, process.env);
    if (!options.ok) return await endBefore(words.tell(options.error), 2, first);
    if (isNamelessStart(options.value)) throw new NamelessStart();
    service = await startService(options.value, { ...tools, first });
  } catch (error) {
    logger.debug({ err: error }, 'the service could not start');
    const status = error instanceof NamelessStart ? 2 : 1;
    const why = whyNotStarted(error, { dataDir });
    return endBefore(words.tell(told('serviceNotStarted', { why })), status, first);
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

/** Nothing is made where nobody says what it is for. A shared database says by itself whether it is the first start. */
const isNamelessStart = ({ name, database, dataDir }: ServiceProcessOptions): boolean =>
  name === null && !database && !['service.db', 'log-key'].some((each) => existsSync(join(dataDir, each)));

/** `join` is where other machines join: on loopback or on a socket there is no such place, and `listening` is where one joins. */
function announce({ url, joinAt, ownerInvite, former }: RunningService): void {
  const line = {
    listening: url,
    ...(joinAt && { join: joinAt }),
    ...(ownerInvite !== null && { ownerInvite }),
    ...(former !== null && { former }),
  };
  neverWaitFor(process.stdout);
  process.stdout.write(`${JSON.stringify(line)}\n`);
  (process as { parentPort?: ParentPort }).parentPort?.postMessage(line);
}

/**
 * Ends this process, whatever is open in it: its runner goes on alone, as soon as it knows what to do. Why is said last, where
 * it is seen.
 */
async function endBefore(sentence: string, status: number, first: StartedFirst | null): Promise<never> {
  if (first) await Promise.race([first.runner.begun, systemClock.sleep(STOP_WITHIN_MS)]);
  stderrLog().write(`${sentence}\n`);
  await stderrLog().settled();
  process.exit(status);
}

const aborted = (signal: AbortSignal): Promise<null> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
