import pg from 'pg';

/**
 * Lets the connected user act with a role's rights and as the role, as ending its sessions, REASSIGN OWNED and what it
 * prepared want: who made a role may hand it out (since PostgreSQL 16, ADMIN comes without INHERIT and SET), also to
 * itself.
 */
export async function takeRights(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ has: boolean }>(
    `SELECT pg_catalog.pg_has_role($1::pg_catalog.name, 'USAGE'::pg_catalog.text)
        AND pg_catalog.pg_has_role($1::pg_catalog.name, 'SET'::pg_catalog.text) AS has`,
    [role],
  );
  if (rows[0]?.has) return;
  await client.query(`GRANT ${pg.escapeIdentifier(role)} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE`);
}

/** Takes every membership away that the connected user gave to the role, so that whatever follows, it may nothing more. */
export async function takeMemberships(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ granted: string }>(
    `SELECT given.rolname AS granted FROM pg_catalog.pg_auth_members m
       JOIN pg_catalog.pg_roles given ON given.oid = m.roleid
       JOIN pg_catalog.pg_roles member ON member.oid = m.member
       JOIN pg_catalog.pg_roles grantor ON grantor.oid = m.grantor
      WHERE member.rolname = $1::pg_catalog.name AND grantor.rolname = current_user`,
    [role],
  );
  for (const { granted } of rows) {
    const [from, what] = [pg.escapeIdentifier(role), pg.escapeIdentifier(granted)];
    await client.query(`REVOKE ${what} FROM ${from} GRANTED BY CURRENT_USER CASCADE`);
  }
}
