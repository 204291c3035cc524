import pg from 'pg';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { withConnection } from './connect.ts';
import { findRole } from './find-role.ts';
import { readSettings } from './settings.ts';

/** Moves the role's deadline; the password stays. */
export async function renewRole(call: ProviderCall): Promise<Answer> {
  const { config, role } = readSettings(call);
  const until = new Date(call.deadlineAt).toISOString();
  await withConnection(config, config.database, async (client) => {
    const found = await findRole(client, role);
    if (!found?.mayLogIn) throw new ProviderFault('not_found', `There is no role ${role} to renew.`);
    await client.query(`ALTER ROLE ${pg.escapeIdentifier(role)} VALID UNTIL ${pg.escapeLiteral(until)}`);
  });
  return { expiresAt: call.deadlineAt };
}
