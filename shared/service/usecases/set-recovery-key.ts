import type { Accepted } from './accept-statement.ts';
import { commandOrganisation } from './command-organisation.ts';
import type { Parts } from './parts.ts';

/** From here on the key of these words signs in one device of an owner, and the one before none. All are told. */
export const setRecoveryKey = (
  parts: Pick<Parts, 'commits' | 'organisation'>,
  accepted: Accepted<'setRecoveryKey'>,
): Promise<void> =>
  commandOrganisation(parts, accepted, (byOwner) => ({
    type: 'setRecoveryKey',
    recoveryKey: accepted.body.recoveryKey,
    byOwner,
  }));
