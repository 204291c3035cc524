import pg from 'pg';
import { ProviderFault } from '../kit/provider-fault.ts';

/** Something depends on what should go: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DEPENDENTS_EXIST = '2BP01';

/** A lock was not to be had in time. */
export const LOCK_NOT_AVAILABLE = '55P03';

export interface Left {
  readonly role: string;
  /** Where it is. */
  readonly databases: readonly string[];
  /** A stranger's thing needs a thing of the role; otherwise a stranger gave the role something. */
  readonly isNeeded: boolean;
}

/**
 * What a stranger gave to the role, or built on a thing of it, is not ours to take. The role is shut out by then, so that
 * it is only clutter; whoever may is told the statement that ends it. Other errors stay what they are.
 */
export function sayWhatIsLeft(error: unknown, { role, databases, isNeeded }: Left): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  if (error.code === LOCK_NOT_AVAILABLE)
    return new ProviderFault(
      'transient',
      `The role can no longer log in and is a member of nothing; what it made in ${databases.join(', ')} is in use, and is taken when that is over.`,
    );
  if (error.code !== DEPENDENTS_EXIST) return error;
  const what = (error.detail ?? '').split('\n').slice(0, 5).join('; ');
  const statement = `DROP OWNED BY ${pg.escapeIdentifier(role)}${isNeeded ? ' CASCADE' : ''};`;
  const why = isNeeded ? 'somebody built on what it made' : 'somebody else gave it rights';
  return new ProviderFault(
    'permanent',
    `The role can no longer log in and is a member of nothing, but it cannot be dropped, since ${why} (${what}). ` +
      `A superuser has to run this in ${databases.map((one) => `the database ${one}`).join(' and in ')}: ${statement}`,
  );
}
