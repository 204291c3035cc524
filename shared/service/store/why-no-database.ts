export const POOLED =
  'something between this service and the database keeps back what a session sets, as a pooler does. Services need sessions of their own: give the address of the database itself';

/** What a server, the driver or the system says of a first connection, and what somebody can do about it. */
const WORDS: readonly (readonly [RegExp, (said: string) => string])[] = [
  [/unsupported startup parameter/, () => POOLED],
  [
    /password must be a string/,
    () =>
      'the database wants a password. Give it with --database-password-file FILE, or in PGPASSFILE (mode 0600)',
  ],
  [
    /password authentication failed/,
    (said) =>
      `the database does not let this user in (${said}). Check the user in the URL, and --database-password-file FILE or PGPASSFILE`,
  ],
  [/^database ".*" does not exist$/, (said) => `${said}. Make it with: CREATE DATABASE NAME ENCODING 'UTF8'`],
  [
    /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|timeout/,
    (said) => `no PostgreSQL answers there (${said}). Check that it runs, and host and port of the URL`,
  ],
  [
    /does not support SSL/,
    () =>
      'the database is on another machine and has no TLS. Turn that on there; where the way to it is private, put ?sslmode=disable at the end of its URL',
  ],
  [
    /certificate|altnames/i,
    (said) =>
      `the certificate of the database is not trusted here (${said}). Put ?sslrootcert=FILE at the end of its URL, with the certificate of who signed it; the URL has to have the name that it is for`,
  ],
];

/** A first connection. One that fails says why as a sentence; as it was, where nothing more is known of it. */
export async function sayWhyNot<T>(connecting: Promise<T>): Promise<T> {
  try {
    return await connecting;
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    // Of a host with several addresses the system says it for each of them.
    const said = fault.message || String((fault as NodeJS.ErrnoException).code ?? '');
    const words = WORDS.find(([pattern]) => pattern.test(said))?.[1];
    throw words ? new Error(words(said), { cause: fault }) : fault;
  }
}
