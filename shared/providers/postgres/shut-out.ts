import pg from 'pg';
import { withConnection } from './connect.ts';
import { endSessions, terminateSessions } from './end-sessions.ts';
import { findRole, notOurs, type FoundRole } from './find-role.ts';
import type { Settings } from './settings.ts';
import { takeRights } from './take-rights.ts';

/**
 * No new sessions and no old ones. Null: there is no such role.
 *
 * A holder may change their own password; while that is not committed it locks the role against NOLOGIN. So a second
 * connection ends sessions for as long as the first one waits: it is first in the queue, ahead of whoever logs in anew.
 */
export async function shutOut(
  client: pg.Client,
  { config, role }: Settings,
): Promise<(FoundRole & { readonly sessionsEnded: number }) | null> {
  const found = await findRole(client, role);
  if (!found) return null;
  if (!found.ours) throw notOurs(role);
  await takeRights(client, role);
  const early = await withConnection(config, config.database, async (second) => {
    let isShut = false;
    const shut = client
      .query(`ALTER ROLE ${pg.escapeIdentifier(role)} NOLOGIN PASSWORD NULL`)
      .finally(() => (isShut = true));
    const ending = (async () => {
      let ended = 0;
      do ended += await terminateSessions(second, found.oid);
      while (!isShut);
      return ended;
    })();
    const [ended] = await Promise.all([ending, shut]);
    return ended;
  });
  return { ...found, sessionsEnded: early + (await endSessions(client, found.oid)) };
}
