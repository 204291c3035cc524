import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import type { Logger } from '../../ports/logger.ts';
import { connectionConfig, SESSION, type DatabaseOptions } from './postgres-connection.ts';

/** Reads that wait for each other when there are more: each connection is a process of the server. */
const MOST_CONNECTIONS = 10;

/** A server may have become another's copy, or its name may be another server's by now: no connection is kept for longer. */
const LONGEST_LIFE_S = 60;

/** SQLSTATE of a server that only reads: of another one, or of this one by a new connection, it may not be so any more. */
const READ_ONLY = '25006';

/** What `pg` says of a statement that was not answered in `query_timeout`. The connection still waits for the answer then. */
const UNANSWERED = 'Query read timeout';

/**
 * Connections of a service, made when they are needed. One that does not answer is given up, with what it was asked: a server
 * that went silent, without a word that the connection is over, holds up nobody for longer than that. Whether what was asked
 * was done is not known then.
 */
export class ServicePool implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #logger: Logger;

  constructor(options: DatabaseOptions, logger: Logger) {
    this.#logger = logger;
    this.#pool = new pg.Pool({
      ...connectionConfig(options),
      ...{ max: MOST_CONNECTIONS, maxLifetimeSeconds: LONGEST_LIFE_S },
    });
    // Of a connection that nobody uses just now. The next that is needed is made anew.
    this.#pool.on('error', (fault) => logger.warn({ error: fault.message }, 'a connection was lost'));
    // Of one that is in use: whoever uses it is told by what they asked. Without anybody who listens the process would end.
    this.#pool.on('connect', (client) => {
      client.on('error', () => undefined);
      // Where that fails, so does what is asked next.
      client.query(SESSION).catch(() => undefined);
    });
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    let lost: Error | null = null;
    let isReadOnly = false;
    const query = async (statement: string, values: readonly unknown[]) => {
      if (lost) throw lost;
      try {
        return await client.query(statement, [...values]);
      } catch (fault) {
        isReadOnly ||= (fault as pg.DatabaseError).code === READ_ONLY;
        if ((fault as Error).message !== UNANSWERED) throw fault;
        this.#logger.warn({}, 'the database did not answer; the connection is given up');
        lost = new Error('the database does not answer', { cause: fault });
        throw lost;
      }
    };
    return {
      // Cursors are asked for only where Kysely is given their library.
      query: query as unknown as PostgresPoolClient['query'],
      // What is still waited for on it would be what the next one who asks gets.
      release: () => client.release(lost !== null || isReadOnly),
    };
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}
