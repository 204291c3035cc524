import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import { ProviderFault } from '../kit/provider-fault.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { missingForHeir } from './check-heir.ts';
import { missingForRoles, missingOwnConnect } from './check-roles.ts';
import { inTransaction, withConnection } from './connect.ts';
import { credentialFor } from './credential-for.ts';
import { COMMENT_PREFIX, findRole, notOurs, serverId } from './find-role.ts';
import { logInOnce } from './log-in-once.ts';
import { scramVerifier } from './scram-verifier.ts';
import { readSettings, type Settings } from './settings.ts';
import { takeRights } from './take-rights.ts';
import { isNameTaken } from './wait-for-grant.ts';

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/**
 * Makes the role, or, if a crash left it behind, gives it a new password: the old one was never seen by anybody.
 * One transaction, so that there is never a role without its deadline.
 */
export async function grantRole(call: ProviderCall): Promise<Answer> {
  const settings = readSettings(call);
  const { config, role, roles, database } = settings;
  const password = randomBytes(24).toString('base64url');
  const until = new Date(call.deadlineAt).toISOString();
  const attributes = `LOGIN INHERIT CONNECTION LIMIT ${config.connectionLimit} PASSWORD ${literal(scramVerifier(password))} VALID UNTIL ${literal(until)}`;
  const state = await withConnection(config, config.database, async (client) => {
    await mustBeEndable(client, settings);
    const make = () =>
      inTransaction(client, async () => {
        const found = await findRole(client, role);
        if (found && !found.ours) throw notOurs(role);
        await client.query(`${found ? 'ALTER' : 'CREATE'} ROLE ${name(role)} ${attributes}`);
        await client.query(
          `COMMENT ON ROLE ${name(role)} IS ${literal(`${COMMENT_PREFIX} for ${call.subject.id}: ${call.entitlement.id}`)}`,
        );
        const set = settings.allow.includes('set-role') ? 'TRUE' : 'FALSE';
        await client.query(
          `GRANT ${roles.map(name).join(', ')} TO ${name(role)} WITH INHERIT TRUE, SET ${set}`,
        );
        // What revoking will need, taken now: nothing that the holder does later can stand in its way.
        await takeRights(client, role);
        if (settings.heir !== null) await takeRights(client, settings.heir);
      });
    // Two runners with the same grant, after a lease moved: one waits for the other's role, and then finds it.
    await make().catch((error: unknown) => {
      if (isNameTaken(error)) return make();
      throw error;
    });
    return { roleOid: (await findRole(client, role))?.oid, server: await serverId(client) };
  });
  return {
    state,
    expiresAt: call.deadlineAt,
    evidence: {
      role,
      database,
      loginTried: await logInOnce(settings, password),
      memberOf: roles.join(', ').slice(0, 500),
    },
    credential: credentialFor(settings, password),
  };
}

/** A role that was fit when `check` was asked may have changed; nothing is begun that cannot be ended. */
async function mustBeEndable(client: pg.Client, settings: Settings): Promise<void> {
  const missing = [
    ...(await missingForRoles(client, settings)),
    ...(await missingForHeir(client, settings)),
    ...(await missingOwnConnect(client, settings)),
  ];
  if (missing.length > 0) throw new ProviderFault('permanent', `${missing.join('; ')}.`);
}
