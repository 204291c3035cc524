import type { OrganisationCommand } from '../../domain/organisation/organisation-command.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import type { StatementType } from '../../domain/statements/statement.ts';
import { ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { onceKey } from './once-key.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** Carries out what somebody signed of the organisation, once. `commandOf` is asked as it is decided, for who is an owner then. */
export async function commandOrganisation(
  { commits, organisation }: Pick<Parts, 'commits' | 'organisation'>,
  { caller: { memberId }, signed, id }: Pick<Accepted<StatementType>, 'caller' | 'signed' | 'id'>,
  commandOf: (byOwner: boolean) => OrganisationCommand,
): Promise<void> {
  const result = await commits.run<null>({
    key: onceKey({ caller: memberId, id, verb: signed.statement.type }),
    exclusive: true,
    streams: [organisationStream.nameOf('')],
    decide(draft) {
      const command = commandOf(organisation.isOwner(memberId));
      const decided = draft.carryOut(organisationStream, { id: '', command, actor: memberId, signed });
      return decided.ok ? ok(null) : decided;
    },
  });
  orThrow(result);
}
