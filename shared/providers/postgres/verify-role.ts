import type pg from 'pg';
import type { ProviderCall } from '../../contract/provider-protocol.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { withConnection } from './connect.ts';
import { countSessions, findRole, mustBeSameServer } from './find-role.ts';
import { countHarmful } from './make-harmless.ts';
import { countPrepared } from './roll-back-prepared.ts';
import { DEFAULT_HEIR, readSettings, type Settings } from './settings.ts';

/** Gone means: no role, and no session or prepared transaction that goes on without it. */
export async function verifyRole(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const { config, role, roleOid, heir } = settings;
  return withConnection(config, config.database, async (client) => {
    const found = await findRole(client, role);
    if (!found) await mustBeSameServer(client, settings);
    const oid = found?.oid ?? roleOid;
    const sessions = oid === undefined ? 0 : await countSessions(client, oid);
    const prepared = await countPrepared(client, role);
    // Looked for at the default heir only: another one may have such things of its own.
    const harmful = heir === DEFAULT_HEIR ? await harmfulLeft(client, settings) : 0;
    return {
      exists: found !== null || sessions > 0 || prepared > 0 || harmful > 0,
      evidence: { role, sessions, prepared, harmful, mayLogIn: found?.mayLogIn ?? false },
    };
  });
}

async function harmfulLeft(client: pg.Client, { config, database }: Settings): Promise<number> {
  const here = await countHarmful(client, DEFAULT_HEIR);
  if (database === config.database) return here;
  return here + (await withConnection(config, database, (there) => countHarmful(there, DEFAULT_HEIR)));
}
