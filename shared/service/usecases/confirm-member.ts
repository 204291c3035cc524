import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { err, ok } from '../../lib/result.ts';
import type { Accepted } from './accept-statement.ts';
import { judgeWaitingAfter } from './judge-waiting.ts';
import { onceKey } from './once-key.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

/**
 * An owner says that a new person is one of their own, who may review from now on what those ask for who brought them in.
 * Never by those themselves, and not by somebody who is new, too.
 */
export async function confirmMember(
  parts: Pick<Parts, 'commits' | 'organisation' | 'bonds' | 'effects'>,
  { caller: { memberId }, body: { person }, signed, id }: Accepted<'confirmMember'>,
): Promise<void> {
  const { commits, organisation, bonds } = parts;
  let judging: string | null = null;
  const result = await commits.run<null>({
    key: onceKey({ caller: memberId, id, verb: 'confirmMember' }),
    exclusive: true,
    streams: [organisationStream.nameOf('')],
    decide(draft) {
      const byOwner = organisation.isOwner(memberId);
      if (byOwner && organisation.problem !== null) return err(unreadableOrganisation(organisation.problem));
      const decided = draft.carryOut(organisationStream, {
        id: '',
        command: {
          ...{ type: 'confirm', person, by: memberId, byOwner },
          isMember: organisation.has(person),
          isNew: bonds.isNew(person, draft.at),
          byIsNew: bonds.isNew(memberId, draft.at),
          broughtIn: bonds.broughtIn(person, memberId),
        },
        actor: memberId,
        signed,
      });
      if (!decided.ok) return decided;
      // They may answer what waits, too.
      if (decided.value.length > 0) judging = judgeWaitingAfter(draft, `confirmed/${memberId}/${person}`);
      return ok(null);
    },
  });
  orThrow(result);
  await parts.effects.carryOut(judging === null ? [] : [judging]);
}
