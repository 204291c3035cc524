import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '../api/app-router.ts';
import { inviteOutput } from '../contract/api-schemas.ts';
import { inviteExpiry } from '../domain/invite/invite-life.ts';
import type { Instant } from '../lib/time.ts';
import { newInvite } from '../system/invite-code.ts';
import type { Identity } from './identity.ts';

interface Wanted {
  readonly person: string;
  readonly replaces?: true;
  /** When it is made. */
  readonly now: Instant;
}

/** An invite for this person: its code is made here, and told to nobody but the caller. */
export async function makeInvite(
  api: { readonly org: Pick<TRPCClient<AppRouter>['org'], 'invite'> },
  { founding, log }: Pick<Identity, 'founding' | 'log'>,
  { person, replaces, now }: Wanted,
): Promise<{ readonly code: string; readonly expiresAt: Instant }> {
  const { code, inviteKey } = newInvite({ founding, logKey: log.key });
  const body = { person, inviteKey, expiresAt: inviteExpiry(now), ...(replaces && { replaces }) };
  const { expiresAt } = inviteOutput.parse(await api.org.invite.mutate(body));
  return { code, expiresAt };
}
