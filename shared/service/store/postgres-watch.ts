import pg from 'pg';
import { durationMs, SECOND_MS, type Instant } from '../../lib/time.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { connectionConfig, type DatabaseOptions } from './postgres-connection.ts';
import { bePresent, NAME_TAKEN, tryName, waitForName } from './postgres-presence.ts';
import { ServerClock } from './server-clock.ts';
import type { StoreServer } from './service-store.ts';
import { sayWhyNot } from './why-no-database.ts';

/** After a connection was lost. Meanwhile the log is looked at now and then. */
const AGAIN_AFTER_MS = durationMs(SECOND_MS);
/** So often the server is asked for its time, and thereby whether it is there. */
const ASKED_EVERY_MS = durationMs(5 * SECOND_MS);
/** What a session of before holds is free once the server has noticed that it is gone: within half a minute (keepalive). */
const NAME_WITHIN_MS = durationMs(40 * SECOND_MS);

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
  #isNameTaken = false;
  #saidProblem: string | null = null;
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;

  private constructor(options: DatabaseOptions, tools: Tools) {
    this.#options = options;
    this.#tools = tools;
    this.#clock = new ServerClock(tools.clock);
  }

  /** Throws a sentence where the clocks differ, or another service has the name, or somebody has the database alone. */
  static async open(options: DatabaseOptions, tools: Tools): Promise<PostgresWatch> {
    const watch = new PostgresWatch(options, tools);
    const session = await watch.#connect();
    try {
      const apart = watch.#clock.problem();
      if (apart !== null) throw new Error(`${apart}. ${SET_IT}, and start the service again`);
      await watch.#waitForName(session.client);
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
    const why = this.#isNameTaken ? NAME_TAKEN : this.#clock.problem();
    if (why === null) return null;
    const whatToDo = this.#isNameTaken ? '' : ` ${SET_IT}.`;
    return `${why.charAt(0).toUpperCase()}${why.slice(1)}. The service writes nothing and ends nothing meanwhile.${whatToDo}`;
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
      this.#sayProblem();
      await clock.sleep(AGAIN_AFTER_MS, signal);
    }
  }

  /** Nothing to hear and a connection that went silent look the same: it is asked. Rejects when it does not answer, or the connection is over. */
  async #askNowAndThen({ client, over }: Session): Promise<void> {
    for (;;) {
      await this.#tools.clock.sleep(ASKED_EVERY_MS, over.signal);
      over.signal.throwIfAborted();
      await this.#compareClocks(client);
      if (this.#isNameTaken) await this.#tryName(client);
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
      // A server that lost this service without a word finds out soon, and lets go of what it holds here.
      await client.query(
        'SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3',
      );
      await bePresent(client);
      await this.#compareClocks(client);
    } catch (fault) {
      await client.end().catch(() => undefined);
      throw fault;
    }
    this.#session = { client, over };
    return this.#session;
  }

  async #compareClocks(client: pg.Client): Promise<void> {
    const askedAt = this.#tools.clock.monotonicMs();
    const { rows } = await client.query<{ at: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS "at"',
    );
    // A clock that a test moves by hand has nothing to do with that of a real server.
    if (rows[0] && this.#options.isTimeMovedByHand !== true) this.#clock.compare(rows[0].at, askedAt);
  }

  async #tryName(client: pg.Client): Promise<void> {
    const { name } = this.#tools;
    this.#isNameTaken = name !== null && !(await tryName(client, name));
  }

  /** Throws a sentence where it is another service's, and not what an earlier session of this one left for a moment. */
  async #waitForName(client: pg.Client): Promise<void> {
    const { name, logger } = this.#tools;
    if (name === null || (await tryName(client, name))) return;
    const withinMs = this.#options.nameWithinMs ?? NAME_WITHIN_MS;
    logger.warn({ name, withinMs }, 'a service of this name is on the database; waiting for its end');
    await waitForName(client, { name, withinMs });
  }

  /** Once when it begins, and once when it ends. */
  #sayProblem(): void {
    const { logger } = this.#tools;
    const problem = this.problem();
    if (problem !== null && this.#saidProblem === null) logger.error({ problem }, 'nothing is written');
    if (problem === null && this.#saidProblem !== null) logger.info({}, 'the service writes again');
    this.#saidProblem = problem;
  }
}

const SET_IT = 'Set the one that is wrong, with NTP for example';
