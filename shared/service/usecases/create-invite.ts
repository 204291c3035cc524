import { addMs, DAY_MS, type Instant } from '../../domain/time.ts';
import { refuse } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** `by`: an owner's id, or `latchkey` for the first owner's. */
interface By {
  readonly actor: string;
  readonly isService: boolean;
}

export interface Invite {
  readonly code: string;
  readonly expiresAt: Instant;
}

/** A code with which one device of this person can join, once, within a day. Only its hash is kept. */
export async function createInvite(
  { commits, organisation, crypto }: Pick<Parts, 'commits' | 'organisation' | 'crypto'>,
  by: By,
  person: string,
): Promise<Invite> {
  const code = crypto.randomToken();
  const result = await commits.run<Invite>({
    key: null,
    decide(draft) {
      if (!by.isService && !organisation.isOwner(by.actor))
        return err(refuse('notAllowed', 'Only owners can invite. Ask one of them.'));
      if (!organisation.member(person))
        return err(
          refuse('notFound', `people.yaml has nobody with the id ${person}. Add them and publish first.`),
        );
      const expiresAt = addMs(draft.at, DAY_MS);
      draft.invites.push({ codeHash: crypto.hashHex(code), person, expiresAt, usedAt: null });
      draft.appendOther('devices', { actor: by.actor, person }, { type: 'inviteCreated', person, expiresAt });
      return ok({ code, expiresAt });
    },
  });
  return orThrow(result);
}
