import pg from 'pg';

/**
 * Lets the connected user act with a role's rights, as ending its sessions and REASSIGN OWNED want: who made a role may
 * hand it out (since PostgreSQL 16, ADMIN comes without INHERIT), also to itself. True when something was given.
 */
export async function takeRights(client: pg.Client, role: string): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    "SELECT pg_catalog.pg_has_role($1::pg_catalog.name, 'USAGE'::pg_catalog.text) AS has",
    [role],
  );
  if (rows[0]?.has) return false;
  await client.query(`GRANT ${pg.escapeIdentifier(role)} TO CURRENT_USER WITH INHERIT TRUE, SET FALSE`);
  return true;
}
