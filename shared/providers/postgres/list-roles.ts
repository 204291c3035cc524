import { grantIdSchema, type ProviderCall } from '../../provider-protocol/provider-protocol.ts';
import type { Answer } from '../kit/serve-provider.ts';
import { withConnection } from './connect.ts';
import { COMMENT_PREFIX } from './find-role.ts';
import { readSettings } from './settings.ts';

/** Every role that Latchkey made here. One that is only called like that (an admin's, say) is left out. */
export async function listRoles(call: ProviderCall): Promise<Answer> {
  const { config } = readSettings(call);
  return withConnection(config, config.database, async (client) => {
    const { rows } = await client.query<{ role: string; until: number | null }>(
      `SELECT rolname AS role,
              CASE WHEN pg_catalog.isfinite(rolvaliduntil) THEN pg_catalog.floor(extract(epoch FROM rolvaliduntil) * 1000)::pg_catalog.float8 END AS until
         FROM pg_catalog.pg_roles
        WHERE pg_catalog.starts_with(rolname::pg_catalog.text, 'latchkey_') AND pg_catalog.starts_with(pg_catalog.shobj_description(oid, 'pg_authid'::pg_catalog.name), $1::pg_catalog.text)
        ORDER BY rolname LIMIT 10000`,
      [COMMENT_PREFIX],
    );
    const items = rows.flatMap(({ role, until }) => {
      const grantId = grantIdSchema.safeParse(role.slice('latchkey_'.length));
      return grantId.success ? [{ grantId: grantId.data, name: role, expiresAt: until }] : [];
    });
    return { items };
  });
}
