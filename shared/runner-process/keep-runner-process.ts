import { makeFolder } from '../system/make-folder.ts';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { durationMs } from '../lib/time.ts';
import { backoff } from '../lib/backoff.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { TURN_FILE, type RunnerNews, type RunnerOrder, type RunnerSettings } from './runner-orders.ts';

/** A process that runs a runner; made by an adapter of whoever starts it. */
export interface StartedRunner {
  readonly channel: Channel;
  /** Why it ended, or could not be started. Never rejects. */
  readonly ended: Promise<string>;
  kill(): void;
}

export interface RunnerProcessKeeper {
  /** Keeps one running until `stop`, and starts it again when it ends. */
  run(): Promise<void>;
  /** What it is to do from now on. Null, at first: nothing. */
  use(settings: Omit<RunnerSettings, 'turn'>): void;
  /** Resolves when a process knows what to do, and does it whatever becomes of this one. */
  readonly begun: Promise<void>;
  /** Makes it look at clock and journal now. */
  rescan(): void;
  /** Ends it cleanly; a script has a few seconds. */
  stop(reason: string): Promise<void>;
}

/** Scripts have five seconds to finish, then they are ended; longer than this, and the process is. */
const STOP_WITHIN_MS = durationMs(8_000);
/** Who lived that long was well: the next pause is short again. */
const WELL_AFTER_MS = 60_000;
/** A deadline may be waiting: no pause between two tries grows longer than that of this try. */
const MOST_PATIENT_TRY = 3;

/** Keeps a runner process running: whatever ends it, the next one goes on with its journal. */
export function keepRunnerProcess(parts: {
  readonly start: () => StartedRunner;
  /** Told of each process that was started, before it is told anything: to serve its calls. */
  readonly onStarted: (channel: Channel) => void;
  readonly onHeld?: (held: Extract<RunnerNews, { kind: 'held' }>) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}): RunnerProcessKeeper {
  const { clock, logger } = parts;
  const stopping = new AbortController();
  let settings: Omit<RunnerSettings, 'turn'> | null = null;
  let current: StartedRunner | null = null;
  let running: Promise<void> = Promise.resolve();
  let tellBegun = (): void => undefined;
  const begun = new Promise<void>((resolve) => (tellBegun = resolve));

  const order = (what: RunnerOrder): void => current?.channel.send(what);
  const begin = async (): Promise<void> => {
    const [now, process] = [settings, current];
    if (now === null || process === null) return;
    const turn = await takeTurn(now.dataFolder).catch((fault: unknown) => {
      // On a full disk, for example. An orphan then keeps the journal until it has ended everything in it.
      logger.error({ error: String(fault) }, 'The turn of the runner could not be written.');
      return '';
    });
    if (settings !== now || current !== process) return;
    order({ kind: 'begin', settings: { ...now, turn } });
    // A person said that the clock is right now: not that it will be the next time.
    settings = { ...now, acceptClock: false };
  };
  const runOnce = async (): Promise<void> => {
    const process = parts.start();
    current = process;
    parts.onStarted(process.channel);
    process.channel.onMessage((message) => {
      const news = message as RunnerNews;
      if (news.kind === 'begun') tellBegun();
      if (news.kind === 'held') parts.onHeld?.(news);
    });
    await begin().catch((fault: unknown) => {
      // One that was not told what to do would only be in the way of the next.
      process.kill();
      throw fault;
    });
    const why = await process.ended;
    current = null;
    if (!stopping.signal.aborted) logger.error({ why }, 'The runner’s process ended; it is started again.');
  };
  const runAll = async (): Promise<void> => {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      const startedAt = clock.monotonicMs();
      await runOnce().catch((fault: unknown) =>
        logger.error({ error: String(fault) }, 'The runner’s process could not be started.'),
      );
      if (clock.monotonicMs() - startedAt > WELL_AFTER_MS) attempt = 0;
      if (!stopping.signal.aborted)
        await clock.sleep(backoff(Math.min(attempt, MOST_PATIENT_TRY), Math.random()), stopping.signal);
    }
  };

  return {
    begun,
    run: () => (running = runAll()),
    use(next) {
      settings = next;
      begin().catch((fault: unknown) => {
        logger.error(
          { error: String(fault) },
          'The runner could not be told what to do; it is started again.',
        );
        current?.kill();
      });
    },
    rescan: () => order({ kind: 'rescan' }),
    async stop(reason) {
      stopping.abort(reason);
      order({ kind: 'stop', reason });
      const ended = new AbortController();
      await Promise.race([running, clock.sleep(STOP_WITHIN_MS, ended.signal)]);
      ended.abort();
      current?.kill();
    },
  };
}

/** Says that it is somebody else's turn from now on: see `TURN_FILE`. */
async function takeTurn(folder: string): Promise<string> {
  const turn = randomBytes(12).toString('hex');
  makeFolder(folder);
  await writeFile(join(folder, TURN_FILE), turn, { mode: 0o600 });
  return turn;
}
