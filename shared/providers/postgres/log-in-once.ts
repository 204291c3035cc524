import pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';
import { withConnection } from './connect.ts';
import type { Settings } from './settings.ts';

const WRONG_PASSWORD = '28P01';
/** Wrong password, no such database, no CONNECT. Whatever else stops us here need not stop the requester elsewhere. */
const PROVEN = new Set([WRONG_PASSWORD, '3D000', '42501']);

/**
 * Logs in as the requester will, so that access that does not work is never handed out: the database that is missing, the
 * CONNECT that PUBLIC lost. False: it cannot be tried from here.
 */
export async function logInOnce(settings: Settings, password: string): Promise<boolean> {
  const { config, role, database } = settings;
  try {
    await withConnection({ ...config, user: role, password }, database, () => Promise.resolve());
    return true;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !PROVEN.has(error.code ?? '')) return false;
    throw new ProviderFault(
      // Another grant of the same name may have set its own password meanwhile.
      error.code === WRONG_PASSWORD ? 'transient' : 'permanent',
      `The role was made, but it cannot log in to the database ${database}: ${error.message}.`,
    );
  }
}
