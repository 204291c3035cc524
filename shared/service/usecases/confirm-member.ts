import type { Caller } from '../../contract/api.ts';
import { refuse } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import { judgeWaiting } from './judge-waiting.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

/**
 * An owner says that a new person is one of their own, who may review from now on what those ask for who brought them in.
 * Never by those themselves, and not by somebody who is new, too.
 */
export async function confirmMember(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'bonds'>,
  { memberId }: Caller,
  { person }: { readonly person: string },
): Promise<void> {
  const { commits, organisation, bonds } = parts;
  const result = await commits.run<null>({
    key: null,
    exclusive: true,
    decide(draft) {
      if (!organisation.isOwner(memberId)) return err(ONLY_OWNERS);
      if (organisation.problem !== null) return err(unreadableOrganisation(organisation.problem));
      if (!organisation.has(person))
        return err(refuse('notFound', `people.yaml has nobody with the id ${person}.`));
      if (!bonds.isNew(person, draft.at)) return ok(null);
      const isOther =
        person !== memberId && !bonds.broughtIn(person, memberId) && !bonds.isNew(memberId, draft.at);
      if (!isOther) return err(ANOTHER);
      draft.appendOther(memberId, { type: 'memberConfirmed', person });
      return ok(null);
    },
  });
  orThrow(result);
  // They may answer what waits, too.
  await judgeWaiting(parts);
}

const ONLY_OWNERS = refuse('notAllowed', 'Only owners can confirm a new person. Ask one of them.');
const ANOTHER = refuse(
  'notAllowed',
  'Another owner has to confirm them: not who added or invited them, and nobody who is new, too. A day after they were added it is not needed any more.',
);
