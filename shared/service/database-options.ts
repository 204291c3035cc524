import { told, type Told } from '../words/told.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { shortText } from '../lib/short-text.ts';
import { visibleText } from '../lib/visible-text.ts';
import { whyOthersRead } from '../system/only-ours.ts';
import { readRegularFile } from '../system/read-regular-file.ts';
import type { DatabaseOptions } from './store/postgres-connection.ts';

/** Parameters of a URL that mean something here. Any other one is a slip, or would change how a service works. */
const PARAMETERS: readonly string[] = [
  ...['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'sslnegotiation', 'ssl', 'uselibpqcompat'],
  ...['host', 'port', 'user', 'options', 'application_name'],
];

/** No password is longer. */
const LARGEST_PASSWORD = 4_096;

/**
 * What `--database URL` means. The password comes from a file of its own or from where every client of PostgreSQL looks for
 * it, and never from the URL: command lines are seen by all who list processes.
 */
export async function readDatabaseOptions(
  url: string | undefined,
  passwordFile: string | undefined,
): Promise<Result<DatabaseOptions | undefined, Told>> {
  if (url === undefined) return passwordFile === undefined ? ok(undefined) : err(told('databaseMissing'));
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed?.protocol !== 'postgres:' && parsed?.protocol !== 'postgresql:')
    return err(told('databaseForm'));
  if (parsed.password !== '' || parsed.searchParams.has('password'))
    return err(told('databasePasswordInUrl'));
  const unknown = [...parsed.searchParams.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined)
    return err(told('databaseParameter', { name: shortText(visibleText(unknown), 60), known: PARAMETERS }));
  if (passwordFile === undefined) return ok({ url });
  try {
    const asked = { mostBytes: LARGEST_PASSWORD, accept: whyOthersRead(passwordFile) };
    const text = String(await readRegularFile(passwordFile, asked));
    return ok({ url, password: text.replace(/\r?\n$/, '') });
  } catch (error) {
    return err(told('databasePasswordUnreadable', { why: (error as Error).message }));
  }
}
