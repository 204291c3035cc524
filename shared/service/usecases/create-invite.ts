import { inviteStream } from '../../domain/invite/invite-stream.ts';
import { inviteIdOf } from '../../domain/statements/joining.ts';
import type { SignedStatement } from '../../domain/statements/statement.ts';
import { err, ok } from '../../lib/result.ts';
import type { Instant } from '../../lib/time.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

/** `by`: a member's id, or `latchkey` for the first owner's. */
interface By {
  readonly actor: string;
  readonly isService: boolean;
  /** What a member signed of it. */
  readonly signed?: SignedStatement<'inviteDevice'> | undefined;
}

interface Wanted {
  readonly person: string;
  readonly replaces?: true | undefined;
  readonly inviteKey: string;
  readonly expiresAt: Instant;
}

/**
 * Lets one device of this person join with what the key of the invite signs, once, until it ends; in place of all that they have,
 * if it `replaces`. The code that the key is derived from is known to who made it alone. Made twice, it is one.
 */
export async function createInvite(
  { commits, organisation, bonds, crypto }: Pick<Parts, 'commits' | 'organisation' | 'bonds' | 'crypto'>,
  by: By,
  { person, replaces, inviteKey, expiresAt }: Wanted,
): Promise<{ readonly expiresAt: Instant }> {
  const inviteId = inviteIdOf(crypto.sha256, inviteKey);
  let hasDevice = false;
  const result = await commits.run<null>({
    key: null,
    exclusive: true,
    streams: [inviteStream.nameOf(inviteId)],
    async gather(store) {
      hasDevice = (await store.devicesOf([person])).length > 0;
    },
    decide(draft) {
      const member = organisation.member(person);
      const isOwn = by.actor === person && member?.kind === 'person';
      const { problem } = organisation;
      if (problem !== null && !by.isService && !isOwn) return err(unreadableOrganisation(problem));
      const byOwner = by.isService || organisation.isOwner(by.actor);
      const made = draft.carryOut(inviteStream, {
        id: inviteId,
        command: {
          ...{ type: 'create', inviteId, person, by: by.actor, byOwner, member, hasDevice },
          ...{ inviteKey, expiresAt, replaces: replaces === true },
          byIsNew: bonds.isNew(by.actor, draft.at),
        },
        actor: by.actor,
        signed: by.signed,
      });
      return made.ok ? ok(null) : made;
    },
  });
  orThrow(result);
  return { expiresAt };
}
