import pg from 'pg';
import { durationMs, SECOND_MS, type Instant } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { connectionConfig, type DatabaseOptions } from './postgres-connection.ts';
import { bePresent, endSession, sessionOf, tryName, type ServerSession } from './postgres-presence.ts';
import { ServerClock } from './server-clock.ts';
import type { StoreServer } from './service-store.ts';
import { sayWhyNot } from './why-no-database.ts';
import { told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';
import { inEnglish } from '../../words/words.ts';

/** After a connection was lost. Meanwhile the log is looked at now and then. */
const AGAIN_AFTER_MS = durationMs(SECOND_MS);
/** So often the server is asked for its time, and thereby whether it is there. */
const ASKED_EVERY_MS = durationMs(5 * SECOND_MS);
/**
 * So long a start waits for what becomes right by itself: what a session of before holds is free once the server has noticed that
 * it is gone, within half a minute (`NOTICED`); a machine that has just begun gets the time by then.
 */
const FIT_WITHIN_MS = durationMs(40 * SECOND_MS);
const LOOKED_AGAIN_MS = durationMs(3 * SECOND_MS);
/** An answer that took long says little of the time. */
const MOST_QUESTIONS = 3;
/**
 * A server that lost this service without a word finds out in half a minute: where it has nothing to say by keepalive, and
 * where it has, since another service wrote, by what is not taken.
 */
const NOTICED =
  'SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; SET tcp_user_timeout = 30000';

/** A question that is under way at the end is waited for no longer. */
const END_WITHIN_MS = durationMs(SECOND_MS);

interface Tools {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Of the data folder, which no two services have; null for what is none. */
  readonly name: string | null;
}

/** A connection, and what ends with it. */
interface Session {
  readonly client: pg.Client;
  readonly over: AbortController;
}

/**
 * The connection that a service has to its server for as long as it lives, made again when it is lost. By it
 *
 * 1. it hears when another service has written;
 * 2. it is known to be there (postgres-presence.ts), and to be the only one of its name: while another one has that, `problem`
 *    says so, until it is gone;
 * 3. the server's clock is compared with the one here.
 */
export class PostgresWatch implements StoreServer {
  readonly #options: DatabaseOptions;
  readonly #tools: Tools;
  readonly #clock: ServerClock;
  readonly #end = new AbortController();
  #session: Session | null = null;
  /** The last that was made: the server may not know that it is over. */
  #earlier: ServerSession | null = null;
  #isNameTaken = false;
  /** The connection that has the name. */
  #named: pg.Client | null = null;
  #saidProblem: string | null = null;
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  private constructor(options: DatabaseOptions, tools: Tools) {
    this.#options = options;
    this.#tools = tools;
    this.#clock = new ServerClock(tools.clock);
  }

  /**
   * Throws a sentence where the clocks differ, or another service has the name, and neither ends within a moment; or somebody
   * has the database alone.
   */
  static async open(options: DatabaseOptions, tools: Tools): Promise<PostgresWatch> {
    const watch = new PostgresWatch(options, tools);
    const session = await watch.#connect();
    try {
      await watch.#waitUntilFit(session.client);
    } catch (fault) {
      await session.client.end().catch(() => undefined);
      throw fault;
    }
    watch.#running = watch.#run(session);
    return watch;
  }

  now(): Instant {
    return this.#clock.now();
  }

  problem(): string | null {
    const fault = this.#isNameTaken ? NAME_TAKEN : this.#clock.problem();
    if (fault === null) return null;
    const why = inEnglish(fault);
    const whatToDo = this.#isNameTaken ? '' : ` ${SET_IT}.`;
    // not for people: a line of the log
    return `${why.charAt(0).toUpperCase()}${why.slice(1)} The service writes nothing and ends nothing meanwhile.${whatToDo}`;
  }

  /** `wake` is called when another service has written, as far as it can be known at once. Ends it. */
  listen(wake: () => void): () => void {
    this.#wake = wake;
    // What came before it listened.
    wake();
    return () => (this.#wake = () => undefined);
  }

  /** What it held is free afterwards, unless the server is silent. */
  async close(): Promise<void> {
    this.#end.abort();
    this.#session?.over.abort();
    const isSlow = new AbortController();
    await Promise.race([this.#running, this.#tools.clock.sleep(END_WITHIN_MS, isSlow.signal)]);
    isSlow.abort();
    // A server that is silent says nothing of this either.
    this.#session?.client.end().catch(() => undefined);
  }

  async #run(first: Session): Promise<void> {
    const { clock, logger } = this.#tools;
    const { signal } = this.#end;
    for (let session: Session | null = first; !signal.aborted; session = null) {
      try {
        session ??= await this.#reconnect();
        await this.#askNowAndThen(session);
      } catch (fault) {
        if (!signal.aborted) logger.warn({ error: String(fault) }, 'the database is not heard; trying again');
      }
      await session?.client.end().catch(() => undefined);
      await clock.sleep(AGAIN_AFTER_MS, signal);
    }
  }

  /** Nothing to hear and a connection that went silent look the same: it is asked. Rejects when it does not answer, or the connection is over. */
  async #askNowAndThen({ client, over }: Session): Promise<void> {
    for (;;) {
      await this.#tools.clock.sleep(ASKED_EVERY_MS, over.signal);
      over.signal.throwIfAborted();
      await this.#compareClocks(client);
      await this.#tryName(client);
      this.#sayProblem();
    }
  }

  /** What somebody else took meanwhile is not waited for here: the server's time is to be asked for, too. */
  async #reconnect(): Promise<Session> {
    const session = await this.#connect();
    try {
      await this.#tryName(session.client);
      if (this.#end.signal.aborted) throw new Error('the service is stopping');
    } catch (fault) {
      await session.client.end().catch(() => undefined);
      throw fault;
    }
    this.#sayProblem();
    this.#wake();
    return session;
  }

  async #connect(): Promise<Session> {
    const client = new pg.Client(connectionConfig(this.#options));
    const over = new AbortController();
    client.on('error', (fault) => over.abort(fault));
    client.on('end', () => over.abort(new Error('the connection was lost')));
    client.on('notification', () => this.#wake());
    try {
      await sayWhyNot(client.connect());
      await client.query('LISTEN latchkey_log');
      await client.query(NOTICED);
      await bePresent(client);
      await this.#endEarlier(client);
      await this.#compareClocks(client);
    } catch (fault) {
      await client.end().catch(() => undefined);
      throw fault;
    }
    this.#session = { client, over };
    return this.#session;
  }

  /** Of what it held the presence is shared, and taken before. Where it cannot be ended, the server will notice by itself. */
  async #endEarlier(client: pg.Client): Promise<void> {
    const { logger } = this.#tools;
    try {
      if (this.#earlier) await endSession(client, this.#earlier);
    } catch (fault) {
      logger.warn({ error: String(fault) }, 'the session of before cannot be ended');
    }
    this.#earlier = await sessionOf(client);
  }

  async #compareClocks(client: pg.Client): Promise<void> {
    // A clock that a test moves by hand has nothing to do with that of a real server.
    const isCompared = this.#options.isTimeMovedByHand !== true;
    for (let asked = 0; asked < MOST_QUESTIONS; asked += 1) {
      const askedAt = this.#tools.clock.monotonicMs();
      const { rows } = await client.query<{ at: number }>(
        'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS "at"',
      );
      if (!rows[0] || !isCompared) return;
      this.#clock.compare(rows[0].at, askedAt);
      if (this.#clock.isSure) return;
    }
  }

  /** Once it has the name, it has it for as long as the connection lasts. */
  async #tryName(client: pg.Client): Promise<void> {
    const { name } = this.#tools;
    if (name === null || this.#named === client) return;
    const isTaken = !(await tryName(client, name));
    this.#isNameTaken = isTaken;
    if (!isTaken) this.#named = client;
  }

  /** By asking now and then, so that nobody is in line for what a service that runs loses for a moment. */
  async #waitUntilFit(client: pg.Client): Promise<void> {
    const { clock, logger } = this.#tools;
    const { fitWithinMs = FIT_WITHIN_MS } = this.#options;
    const startedAt = clock.monotonicMs();
    for (let said: string | null = null; ;) {
      await this.#tryName(client);
      const apart = this.#clock.problem();
      if (apart === null && !this.#isNameTaken) return;
      if (clock.monotonicMs() - startedAt >= fitWithinMs)
        throw new ToldError(apart === null ? NAME_TAKEN : told('setClockAndStart', { apart }));
      const why = inEnglish(apart ?? NAME_TAKEN);
      // How far they are apart may change with each question.
      const what = apart === null ? 'name' : 'clock';
      if (said !== what) logger.warn({ why, withinMs: fitWithinMs }, 'the service waits for that to end');
      said = what;
      await clock.sleep(LOOKED_AGAIN_MS);
      await this.#compareClocks(client);
    }
  }

  /** Once when it begins, and once when it ends. */
  #sayProblem(): void {
    if (this.#end.signal.aborted) return;
    const { logger } = this.#tools;
    const problem = this.problem();
    if (problem !== null && this.#saidProblem === null) logger.error({ problem }, 'nothing is written');
    if (problem === null && this.#saidProblem !== null) logger.info({}, 'the service writes again');
    this.#saidProblem = problem;
  }
}

/** Two runners of one name would take each other's work for theirs. */
const NAME_TAKEN = told('runnerNameTaken');

// not for people: a line of the log
const SET_IT = 'Set the one that is wrong, with NTP for example';
