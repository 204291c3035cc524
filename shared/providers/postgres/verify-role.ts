import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { withConnection } from './connect.ts';
import { countSessions, findRole, mustBeSameServer } from './find-role.ts';
import { countPrepared } from './roll-back-prepared.ts';
import { readSettings } from './settings.ts';

/**
 * Gone means: no role, and no session or prepared transaction that goes on without it. What the role made was made harmless
 * before it was given away; what somebody does with it later is not this grant's, and `check` says it.
 */
export async function verifyRole(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const { config, role, roleOid } = settings;
  return withConnection(config, config.database, async (client) => {
    const found = await findRole(client, role);
    if (!found) await mustBeSameServer(client, settings);
    const oid = found?.oid ?? roleOid;
    const sessions = oid === undefined ? 0 : await countSessions(client, oid);
    const prepared = await countPrepared(client, role);
    return {
      exists: found !== null || sessions > 0 || prepared > 0,
      evidence: { role, sessions, prepared, mayLogIn: found?.mayLogIn ?? false },
    };
  });
}
