import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS, durationMs } from '../lib/time.ts';
import { backoff } from '../lib/backoff.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { RunnerApi } from '../ports/runner-api.ts';
import type { Runner } from '../runner/create-runner.ts';
import { envFailpoint } from '../system/env-failpoint.ts';
import { TURN_FILE, type RunnerNews, type RunnerOrder, type RunnerSettings } from './runner-orders.ts';
import { createScriptRunner } from './script-runner.ts';

/** Scripts have five seconds to finish. What takes longer than this waits for something that may never come. */
const STOP_WITHIN_MS = durationMs(7_000);
/** How often a runner that is alone looks whether there is another one, and whether anything is left. */
const LOOK_MS = durationMs(500);

/**
 * A runner in a process of its own, at the end of a private channel to whoever started it.
 *
 * 1. No load on any other process holds up a deadline: what is due is ended from the journal, here.
 * 2. When whoever started it dies, it goes on until nothing is left to end (what stays stuck is tried for a day), or until
 *    the next one has the turn. Told to stop, it stops. So it is never an orphan that runs for ever.
 * 3. A journal that another process holds is waited for, never opened twice.
 */
export class RunnerProcess {
  readonly #parts: {
    readonly channel: Channel;
    readonly api: RunnerApi;
    readonly clock: Clock;
    readonly logger: Logger;
    readonly exit: (status: number) => void;
  };
  readonly #stopping = new AbortController();
  #runner: Runner | null = null;
  #settings: RunnerSettings | null = null;
  #turn: Promise<void> = Promise.resolve();
  #told = '';
  #hasBegun = false;
  #begunAt = 0;

  constructor(parts: {
    readonly channel: Channel;
    readonly api: RunnerApi;
    readonly clock: Clock;
    readonly logger: Logger;
    /** Ends this process. */
    readonly exit: (status: number) => void;
  }) {
    this.#parts = parts;
    parts.channel.onMessage((message) => this.#obey(message as RunnerOrder));
    parts.channel.onClose(() => void this.#goOnAlone());
  }

  /** Ends scripts within a few seconds, closes the journal and ends the process, whatever it still waits for. */
  async stop(reason: string): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#stopping.abort(reason);
    const stopped = this.#turn.then(() => this.#runner?.stop(reason)).then(() => true);
    const isStopped = await Promise.race([
      stopped,
      this.#parts.clock.sleep(STOP_WITHIN_MS).then(() => false),
    ]);
    this.#parts.exit(isStopped ? 0 : 1);
  }

  #obey(order: RunnerOrder): void {
    switch (order.kind) {
      case 'begin':
        this.#turn = this.#turn.then(() => this.#begin(order.settings));
        return;
      case 'rescan':
        return this.#runner?.rescan();
      case 'stop':
        void this.stop(order.reason);
        return;
      default:
      // Answers of the service, which `api` takes.
    }
  }

  async #begin(settings: RunnerSettings): Promise<void> {
    const last = this.#runner;
    this.#runner = null;
    await last?.stop('other settings');
    if (this.#stopping.signal.aborted) return;
    const { api, clock, logger } = this.#parts;
    const { environment, withFailpoints } = settings;
    const failpoint = envFailpoint(environment, withFailpoints);
    const runner = createScriptRunner({ ...settings, api, clock, logger, failpoint });
    runner.onChange(() => this.#tell(runner));
    this.#runner = runner;
    this.#settings = settings;
    this.#begunAt = clock.now();
    void this.#keepRunning(runner);
  }

  async #keepRunning(runner: Runner): Promise<void> {
    const { clock, logger } = this.#parts;
    for (let attempt = 0; this.#runner === runner && !this.#stopping.signal.aborted; attempt += 1) {
      try {
        return await runner.run();
      } catch (fault) {
        // For example: a runner that has lost its service still holds the journal, or the disk has no room.
        logger.error({ error: String(fault) }, 'The runner could not go on; it is started again.');
        await clock.sleep(backoff(Math.min(attempt, 3), Math.random()), this.#stopping.signal);
      }
    }
  }

  #tell(runner: Runner): void {
    if (runner !== this.#runner) return;
    const { grants, isOpen, newer } = runner.state();
    if (isOpen && !this.#hasBegun) this.#send({ kind: 'begun' });
    this.#hasBegun ||= isOpen;
    const stuck = grants.filter(({ isStuck }) => isStuck).length;
    const news: RunnerNews = { kind: 'held', active: grants.length, stuck, newer };
    const text = JSON.stringify(news);
    if (text === this.#told) return;
    this.#told = text;
    this.#send(news);
  }

  #send(news: RunnerNews): void {
    this.#parts.channel.send(news);
  }

  async #goOnAlone(): Promise<void> {
    const { clock, logger } = this.#parts;
    if (!this.#stopping.signal.aborted && this.#hasWork())
      logger.warn({}, 'Who started this runner is gone. It ends what it has, and grants nothing new.');
    while (!this.#stopping.signal.aborted && (await this.#isMyTurn()) && this.#hasWork())
      await clock.sleep(LOOK_MS, this.#stopping.signal);
    await this.stop('nothing is left to end, or another runner has the turn');
  }

  #hasWork(): boolean {
    const now = this.#parts.clock.now();
    const { grants, isOpen } = this.#runner?.state() ?? { grants: [], isOpen: false };
    // A journal that another one still holds: what is in it, nobody knows yet.
    if (!isOpen) return now < this.#begunAt + DAY_MS;
    return grants.some(({ dueAt }) => dueAt === null || now < dueAt + DAY_MS);
  }

  async #isMyTurn(): Promise<boolean> {
    if (this.#settings === null) return false;
    const { dataFolder, turn } = this.#settings;
    try {
      return (await readFile(join(dataFolder, TURN_FILE), 'utf8')) === turn;
    } catch (fault) {
      // Without its folder there is nothing to wait for. What cannot be read now says nothing.
      return (fault as NodeJS.ErrnoException).code !== 'ENOENT';
    }
  }
}
