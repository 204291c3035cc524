import type pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';
import { countSessions } from './find-role.ts';

/** How long one session may take to end: it finishes no statement, but may have to roll much back. */
const END_TIMEOUT_MS = 5_000;

/** A session that was just logging in may appear after the others were ended, so we look again. */
const ROUNDS = 5;

/** Ends every session of a role, waits until they are gone, and adds their process numbers to `pids`. */
export async function endSessions(client: pg.Client, oid: number, pids: Set<number>): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) {
    await terminateSessions(client, oid, pids);
    if ((await countSessions(client, oid)) === 0) return;
  }
  throw new ProviderFault('transient', 'Some sessions of the role are still ending.');
}

/** Ends the sessions that a role has at this moment, and waits a little for each. */
export async function terminateSessions(client: pg.Client, oid: number, pids: Set<number>): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid, pg_catalog.pg_terminate_backend(pid, ${END_TIMEOUT_MS}::pg_catalog.int8)
       FROM pg_catalog.pg_stat_activity WHERE usesysid = $1::pg_catalog.int8::pg_catalog.oid`,
    [oid],
  );
  for (const { pid } of rows) pids.add(pid);
}
