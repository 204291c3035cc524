import type { Member } from '../../domain/organisation/organisation.ts';
import type { Instant } from '../../lib/time.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import { inviteExpiry } from './invite-life.ts';
import { mayJoinWith } from './may-join-with.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

/** `by`: a member's id, or `latchkey` for the first owner's. */
interface By {
  readonly actor: string;
  readonly isService: boolean;
}

export interface Invite {
  readonly code: string;
  readonly expiresAt: Instant;
}

/**
 * A code with which one device of this person can join, once, within a day. Only its hash is kept. Owners invite those who
 * have no device yet; a person with a device invites their next one, so that nobody becomes them behind their back.
 */
export async function createInvite(
  { commits, organisation, crypto }: Pick<Parts, 'commits' | 'organisation' | 'crypto'>,
  by: By,
  person: string,
): Promise<Invite> {
  const code = crypto.randomToken();
  let hasDevice = false;
  const result = await commits.run<Invite>({
    key: null,
    exclusive: true,
    async gather(store) {
      hasDevice = (await store.devicesOf([person])).length > 0;
    },
    decide(draft) {
      const member = organisation.member(person);
      const isOwn = by.actor === person && member?.kind === 'person';
      const { problem } = organisation;
      if (problem !== null && !by.isService && !isOwn) return err(unreadableOrganisation(problem));
      if (!by.isService && !isOwn && !organisation.isOwner(by.actor)) return err(ONLY_OWNERS);
      if (!member)
        return err(
          refuse('notFound', `people.yaml has nobody with the id ${person}. Add them and publish first.`),
        );
      if (!mayJoinWith({ invitedBy: by.actor, member, hasDevice })) return err(theirOwn(member));
      const expiresAt = inviteExpiry(draft.at);
      const codeHash = crypto.hashHex(code);
      draft.invites.push({ codeHash, person, invitedBy: by.actor, expiresAt, usedAt: null });
      draft.appendOther(by.actor, { type: 'inviteCreated', person, expiresAt });
      return ok({ code, expiresAt });
    },
  });
  return orThrow(result);
}

const ONLY_OWNERS = refuse(
  'notAllowed',
  'Only owners can invite others. Ask one of them, or invite a further device of your own.',
);

const theirOwn = ({ id, name }: Member): Refusal =>
  refuse(
    'notAllowed',
    `${name} has a device already, so only they can invite another: latchkey invite ${id}, run there. If all their devices are lost, remove them from people.yaml and publish, then add them again, publish and invite them.`,
  );
