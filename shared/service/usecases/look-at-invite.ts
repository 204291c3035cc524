import type { z } from 'zod';
import type { inviteInfoInput, inviteInfoOutput } from '../../contract/join-schemas.ts';
import { BAD_INVITE, INVITE_ENDED } from '../../domain/invite/decide-invite.ts';
import { isInTime } from '../../domain/invite/invite-life.ts';
import { inviteIdOf } from '../../domain/statements/joining.ts';
import { err } from '../../lib/result.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/**
 * Whom an invite is for, and where: what its holder has to know to sign that they join. Also of one that was used, whose answer
 * may have been lost. What is refused costs one look: anybody may ask as often as they are let.
 */
export async function lookAtInvite(
  {
    store,
    organisation,
    time,
    crypto,
    desk,
  }: Pick<Parts, 'store' | 'organisation' | 'time' | 'crypto' | 'desk'>,
  { inviteKey }: z.output<typeof inviteInfoInput>,
): Promise<z.input<typeof inviteInfoOutput>> {
  const where = organisation.log;
  if (desk && inviteKey === desk.inviteKey && !organisation.founding)
    return { person: desk.owner, organisation: where, proposed: desk.proposed };
  const invite = await store.invite(inviteIdOf(crypto.sha256, inviteKey));
  const isOpen = invite?.state === 'open' && isInTime(invite.expiresAt, time.now());
  const isGood = invite && (isOpen || invite.state === 'used');
  // Who has the key of one that ended has the invite, or reads the history, which says so.
  if (invite?.state === 'revoked') return orThrow(err(INVITE_ENDED));
  if (!isGood) return orThrow(err(BAD_INVITE));
  return { person: invite.person, organisation: where, founding: organisation.founding?.signed ?? null };
}
