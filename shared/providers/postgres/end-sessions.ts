import type pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';
import { countSessions } from './find-role.ts';

/** How long one session may take to end: it finishes no statement, but may have to roll much back. */
const END_TIMEOUT_MS = 5_000;

/** A session that was just logging in may appear after the others were ended, so we look again. */
const ROUNDS = 5;

/** Ends every session of a role and waits until they are gone. How many there were. */
export async function endSessions(client: pg.Client, oid: number): Promise<number> {
  let ended = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    ended += await terminateSessions(client, oid);
    if ((await countSessions(client, oid)) === 0) return ended;
  }
  throw new ProviderFault('transient', 'Some sessions of the role are still ending.');
}

/** Ends the sessions that a role has at this moment, and waits a little for each. How many there were. */
export async function terminateSessions(client: pg.Client, oid: number): Promise<number> {
  const { rowCount } = await client.query(
    `SELECT pg_catalog.pg_terminate_backend(pid, ${END_TIMEOUT_MS}::pg_catalog.int8) FROM pg_catalog.pg_stat_activity WHERE usesysid = $1::pg_catalog.int8::pg_catalog.oid`,
    [oid],
  );
  return rowCount ?? 0;
}
