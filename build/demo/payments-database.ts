import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres, type RunningPostgres } from './postgres.ts';

export interface PaymentsDatabase extends RunningPostgres {
  /** The password of the role `latchkey`, which may grant `payments_rw`. */
  readonly password: string;
  readonly admin: pg.Client;
}

/** A real PostgreSQL with a database `payments`, a ledger in it, and the role `payments_rw` that may write there. */
export async function startPaymentsDatabase(): Promise<PaymentsDatabase> {
  const server = await startPostgres();
  const password = randomBytes(12).toString('hex');
  const root = new pg.Client({ connectionString: `${server.adminUrl}/postgres` });
  await root.connect();
  await root.query(`CREATE ROLE latchkey LOGIN CREATEROLE PASSWORD '${password}'`);
  await root.query('CREATE ROLE payments_rw');
  await root.query('GRANT payments_rw TO latchkey WITH ADMIN OPTION, INHERIT FALSE');
  // Gets what holders make; payments_rw may create nothing, so this one needs no right either.
  await root.query('CREATE ROLE heir_of_latchkey NOLOGIN');
  await root.query('GRANT heir_of_latchkey TO latchkey WITH ADMIN OPTION, INHERIT FALSE, SET FALSE');
  await root.query('GRANT pg_use_reserved_connections TO latchkey');
  await root.query('CREATE DATABASE payments');
  await root.end();
  const admin = new pg.Client({ connectionString: `${server.adminUrl}/payments` });
  await admin.connect();
  await admin.query('CREATE TABLE refunds (id int PRIMARY KEY, note text)');
  await admin.query('GRANT SELECT, INSERT, UPDATE, DELETE ON refunds TO payments_rw');
  // A server that is interrupted with the rest says so here.
  admin.on('error', () => undefined);
  const disconnected = new Promise((resolve) => admin.once('end', resolve));
  const stop = async (): Promise<void> => {
    await Promise.race([admin.end(), disconnected]);
    await server.stop();
  };
  return { ...server, password, admin, stop };
}
