import { inviteExpiry } from '../../domain/invite/invite-life.ts';
import { SERVICE } from '../../domain/statements/statement.ts';
import { createInvite } from './create-invite.ts';
import type { Parts } from './parts.ts';

/**
 * Where a service of before began the log by itself, every start makes an invite until an owner has a device. An organisation that
 * was founded has a recovery key for that, and this service invites nobody.
 */
export async function inviteFirstOwner(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'bonds' | 'crypto' | 'time'>,
  newInvite: (founding: null) => { readonly code: string; readonly inviteKey: string },
): Promise<string | null> {
  const { owners } = parts.organisation.current;
  const [owner] = owners;
  if (parts.organisation.founding || owner === undefined) return null;
  if ((await parts.store.devicesOf(owners)).length > 0) return null;
  const { code, inviteKey } = newInvite(null);
  const expiresAt = inviteExpiry(parts.time.now());
  await createInvite(parts, { actor: SERVICE, isService: true }, { person: owner, inviteKey, expiresAt });
  return code;
}
