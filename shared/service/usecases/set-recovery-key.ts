import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { onceKey } from './once-key.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** From here on the key of these words signs in one device of an owner, and the one before none. All are told. */
export async function setRecoveryKey(
  { commits, organisation }: Pick<Parts, 'commits' | 'organisation'>,
  { caller: { memberId }, body: { recoveryKey }, signed, id }: Accepted<'setRecoveryKey'>,
): Promise<void> {
  const result = await commits.run<null>({
    key: onceKey({ caller: memberId, id, verb: 'setRecoveryKey' }),
    exclusive: true,
    streams: [organisationStream.nameOf('')],
    decide(draft) {
      const decided = draft.carryOut(organisationStream, {
        id: '',
        command: { type: 'setRecoveryKey', recoveryKey, byOwner: organisation.isOwner(memberId) },
        ...{ actor: memberId, signed },
      });
      return decided.ok ? ok(null) : decided;
    },
  });
  orThrow(result);
}
