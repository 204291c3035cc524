import pg from 'pg';
import { patientConfig, type DatabaseOptions } from './postgres-connection.ts';
import { sayWhyNot } from './why-no-database.ts';
import { insertOf, type RowAdder, type SqlSession, type SqlValue } from './sql-session.ts';

/** Rows that are fetched at a time: published texts may be large, and so many of them are in memory. */
const FETCHED = 50;
/** Rows in one statement that adds them, and how many characters they may have before it is sent. */
const ADDED = { rows: 200, characters: 1_000_000 };

/** On a connection that is in a transaction. */
export class PostgresSession implements SqlSession {
  readonly #client: pg.Client;
  #cursors = 0;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async *rows<Row>(select: string): AsyncIterable<Row> {
    const cursor = `"latchkey_${(this.#cursors += 1)}"`;
    await this.#client.query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${select}`);
    try {
      for (;;) {
        const { rows } = await this.#client.query(`FETCH ${FETCHED} FROM ${cursor}`);
        yield* rows as Row[];
        if (rows.length < FETCHED) break;
      }
    } finally {
      // Where it cannot be closed, the transaction has failed, and nothing of it is kept.
      await this.#client.query(`CLOSE ${cursor}`).catch(() => undefined);
    }
  }

  async run(statement: string, values: readonly SqlValue[] = []): Promise<void> {
    let place = 0;
    const named = values.length === 0 ? statement : statement.replaceAll('?', () => `$${(place += 1)}`);
    await this.#client.query(named, [...values]);
  }

  adder(table: string, columns: readonly string[]): RowAdder {
    let waiting: SqlValue[][] = [];
    let characters = 0;
    const end = async (): Promise<void> => {
      const rows = waiting;
      [waiting, characters] = [[], 0];
      if (rows.length > 0) await this.run(insertOf(table, columns, rows.length), rows.flat());
    };
    return {
      async add(values) {
        waiting.push([...values]);
        for (const value of values) characters += typeof value === 'string' ? value.length : 0;
        if (waiting.length === ADDED.rows || characters > ADDED.characters) await end();
      },
      end,
    };
  }
}

/** The tables that services write, by their names. What migrations note of themselves is not among them. */
export async function tablesOf(client: Pick<pg.Client, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename::text AS "name" FROM pg_tables
      WHERE schemaname = current_schema() AND tablename NOT LIKE 'kysely%' ORDER BY tablename`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Runs `work` on a connection of its own, which is none of a service's: a statement that reads a whole table may take its
 * time. What is left open is rolled back with the connection.
 */
export async function withPostgres<T>(
  options: DatabaseOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(patientConfig(options));
  // Whoever asks is told; without anybody who listens the process would end.
  client.on('error', () => undefined);
  await sayWhyNot(client.connect());
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs `work` in a transaction that `begin` begins: all of what it writes is there afterwards, or nothing. */
export async function inPostgresTransaction<T>(
  client: pg.Client,
  begin: string,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  await client.query(begin);
  try {
    const done = await work(new PostgresSession(client));
    await client.query('COMMIT');
    return done;
  } catch (fault) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw fault;
  }
}
