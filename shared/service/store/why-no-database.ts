import { told, type Told } from '../../words/told.ts';
import { ToldError } from '../../words/told-error.ts';

/** What a server, the driver or the system says of a first connection, and what somebody can do about it. */
const WORDS: readonly (readonly [RegExp, (said: string) => Told])[] = [
  [/unsupported startup parameter/, () => told('databasePooled')],
  [/password must be a string/, () => told('databaseWantsPassword')],
  [/password authentication failed/, (said) => told('databaseRefusesUser', { said })],
  [/^database ".*" does not exist$/, (said) => told('databaseNotThere', { said })],
  [/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|timeout/, (said) => told('noDatabaseAnswers', { said })],
  [/does not support SSL/, () => told('databaseWithoutTls')],
  [/certificate|altnames/i, (said) => told('databaseCertificateUnknown', { said })],
];

/** A first connection. One that fails says why; as it was, where nothing more is known of it. */
export async function sayWhyNot<T>(connecting: Promise<T>): Promise<T> {
  try {
    return await connecting;
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    // Of a host with several addresses the system says it for each of them.
    const said = fault.message || String((fault as NodeJS.ErrnoException).code ?? '');
    const words = WORDS.find(([pattern]) => pattern.test(said))?.[1];
    throw words ? new ToldError(words(said), { cause: fault }) : fault;
  }
}
