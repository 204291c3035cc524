import pg from 'pg';

/** The name is taken: by what was there, or by what was just committed. */
const TAKEN: ReadonlySet<unknown> = new Set(['42710', '23505']);

/** Who may not create roles has no grant under way either. */
const MAY_NOT = '42501';

/** Whether somebody else made a role of this name at the same time. */
export const isNameTaken = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && TAKEN.has(error.code);

/**
 * Waits for a grant that was killed and may still be committing at the server. Its role cannot be seen yet, but its name
 * is taken: whoever makes a role of that name waits until it is there or not. So this makes one, and undoes it.
 *
 * Invariant: the end waits for no lock that a holder can take. Any user may take any advisory lock, and pg_locks shows
 * everybody which ones there are; a role's name takes only who may create roles.
 */
export async function waitForGrant(client: pg.Client, role: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`CREATE ROLE ${pg.escapeIdentifier(role)} NOLOGIN`);
  } catch (error) {
    if (!isNameTaken(error) && (error as pg.DatabaseError).code !== MAY_NOT) throw error;
  } finally {
    await client.query('ROLLBACK');
  }
}
