import { inviteExpiry } from '../../domain/invite/invite-life.ts';
import { inviteStream } from '../../domain/invite/invite-stream.ts';
import type { SignedStatement, StatementBodies } from '../../domain/statements/statement.ts';
import { err, ok } from '../../lib/result.ts';
import type { Instant } from '../../lib/time.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { unreadableOrganisation } from './unreadable-organisation.ts';

/** `by`: a member's id, or `latchkey` for the first owner's. */
interface By {
  readonly actor: string;
  readonly isService: boolean;
  /** What a member signed of it, and its hash. */
  readonly signed?: SignedStatement<'inviteDevice'> | undefined;
  readonly id?: string;
}

export interface Invite {
  readonly code: string;
  readonly expiresAt: Instant;
}

const ID_LENGTH = 20;

/**
 * A code with which one device of this person can join, once, within a day; in place of all that they have, if it `replaces`.
 * Only its hash is kept, beside the log.
 */
export async function createInvite(
  { commits, organisation, bonds, crypto }: Pick<Parts, 'commits' | 'organisation' | 'bonds' | 'crypto'>,
  by: By,
  { person, replaces }: StatementBodies['inviteDevice'],
): Promise<Invite> {
  const code = crypto.randomCode();
  // The same statement is the same invite, whose code was answered once.
  const inviteId = by.id?.slice(0, ID_LENGTH) ?? crypto.randomId();
  let hasDevice = false;
  const result = await commits.run<Invite>({
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
          replaces: replaces === true,
          byIsNew: bonds.isNew(by.actor, draft.at),
        },
        actor: by.actor,
        signed: by.signed,
      });
      if (!made.ok) return made;
      draft.inviteSecrets.push({ codeHash: crypto.hashHex(code), inviteId });
      return ok({ code, expiresAt: inviteExpiry(draft.at) });
    },
  });
  return orThrow(result);
}
