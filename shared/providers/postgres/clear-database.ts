import pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';
import { inTransaction, LOCK_TIMEOUT_MS, withConnection } from './connect.ts';
import { dropOwnBatch } from './drop-own.ts';
import { cutForeign, makeHarmless, type Harmless } from './make-harmless.ts';
import { listDefaultRights } from './list-default-rights.ts';
import { countOwned, listOwned } from './list-owned.ts';
import type { Settings } from './settings.ts';
import { takeRights } from './take-rights.ts';

const { escapeIdentifier: name } = pg;

/**
 * How many things one transaction deals with. A table is several locks (its indices, its overflow), and the server has a
 * few thousand for everybody who works on it (`max_locks_per_transaction`, 64, times `max_connections`).
 */
const BATCH = 50;

/** How many batches one try makes: it ends within the time that the manifest gives it, and the next one goes on. */
const BATCHES_A_TRY = 200;

/** How long each thing of a batch is waited for when its batch had to be. */
const PATIENCE_MS = 100;

/**
 * Takes everything in one database away from the role: made harmless, given to the heir or dropped, and every right
 * revoked. Invariant: no transaction locks more than a batch. What was made harmless.
 */
export async function clearDatabase(settings: Settings, database: string, oid: number): Promise<Harmless> {
  const { config, role, roles, heir } = settings;
  return withConnection(config, database, async (client) => {
    await inBatches(client, oid, listDefaultRights);
    if (heir === null) {
      const cut = await cutForeign(client, oid, roles);
      const drops: List = async (...from) => (await listOwned(...from)).map(({ drop }) => drop);
      const dropRest = () => client.query(`DROP OWNED BY ${name(role)}`);
      await inBatches(client, oid, drops, async (statements) => {
        const done = await dropOwnBatch(client, oid, statements);
        // Nobody else's thing stands in the way, so whatever does is said by the server.
        if (done === 'none') await dropRest();
        return done !== 'others';
      });
      await dropRest();
      return cut;
    }
    const harmless = await makeHarmless(client, oid, roles);
    // Kept afterwards: two ends at the same time would take it from each other. An heir has nothing worth taking back.
    await takeRights(client, heir);
    await openSchemas(client, oid, heir);
    await inBatches(client, oid, async (...from) =>
      (await listOwned(...from)).map(({ giveTo }) => giveTo(heir)),
    );
    await inTransaction(client, async () => {
      await client.query(`REASSIGN OWNED BY ${name(role)} TO ${name(heir)}`);
      // After a reassignment this takes only privileges.
      await client.query(`DROP OWNED BY ${name(role)}`);
    });
    return harmless;
  });
}

/** Who gets a function must be allowed to make one there, also in schemas that the role made. */
async function openSchemas(client: pg.Client, oid: number, heir: string): Promise<void> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT nspname AS schema FROM pg_catalog.pg_namespace
      WHERE nspowner = $1::pg_catalog.int8::pg_catalog.oid
        AND NOT pg_catalog.starts_with(nspname::pg_catalog.text, 'pg_'::pg_catalog.text)`,
    [oid],
  );
  for (const { schema } of rows)
    await client.query(`GRANT USAGE, CREATE ON SCHEMA ${name(schema)} TO ${name(heir)}`);
}

/** Statements for at most `most` of what there is to deal with; each takes away what it is for. */
type List = (client: pg.Client, oid: number, most: number) => Promise<readonly string[]>;

/**
 * Deals with one thing after the other until a single transaction can take the rest. `otherwise`: what is tried where not one
 * of a batch went; whether that helped.
 */
async function inBatches(
  client: pg.Client,
  oid: number,
  list: List,
  otherwise: (statements: readonly string[]) => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  for (let batch = 0; batch < BATCHES_A_TRY; batch += 1) {
    const statements = await list(client, oid, BATCH + 1);
    if (statements.length <= BATCH) return;
    const failure = await oneBatch(client, statements);
    if (failure !== null && !(await otherwise(statements))) throw failure;
  }
  const left = await countOwned(client, oid);
  throw new ProviderFault(
    'transient',
    `The role is shut out and a member of nothing. ${BATCH * BATCHES_A_TRY} of the things it made are dealt with, ${left} are left for the next try.`,
  );
}

/**
 * All of them in one transaction; where one does not go yet (something else needs it), those that do. Why not one went; null:
 * some did.
 */
async function oneBatch(client: pg.Client, statements: readonly string[]): Promise<Error | null> {
  try {
    await client.query(statements.join(';\n'));
    return null;
  } catch {
    // Which of them it was is found out below.
  }
  let done = 0;
  let failure: Error | null = null;
  // Those that are in use were waited for just now.
  await client.query(`SET lock_timeout = ${PATIENCE_MS}`);
  for (const statement of statements) {
    try {
      await client.query(statement);
      done += 1;
    } catch (error) {
      failure = error as Error;
    }
  }
  await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`);
  return done === 0 ? failure : null;
}
