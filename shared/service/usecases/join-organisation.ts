import type { z } from 'zod';
import type { JoinResult } from '../../contract/api.ts';
import type { joinInput } from '../../contract/api-schemas.ts';
import { PROTOCOL_FLOOR } from '../../contract/protocol-version.ts';
import { refuse } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import type { InviteRow } from '../store/rows.ts';
import { describeMe } from './describe-me.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** One sentence for unknown, used and old codes alike: who guesses learns nothing. */
const BAD_INVITE = refuse(
  'badInvite',
  'This invite is not valid: it may be mistyped, used, or older than a day. Ask an owner for a new one.',
);

const TOO_OLD = refuse('tooOld', 'This Latchkey is too old for the service. Update it, then join again.');

/** Registers a device with its keys, against an invite. The token is told this once; only its hash is kept. */
export async function joinOrganisation(
  parts: Pick<Parts, 'commits' | 'organisation' | 'crypto' | 'time'>,
  input: z.output<typeof joinInput>,
): Promise<JoinResult> {
  const { commits, organisation, crypto } = parts;
  const { code, deviceName: name, signingKey, sealingKey, protocol } = input;
  if (protocol < PROTOCOL_FLOOR) return orThrow(err(TOO_OLD));
  const [deviceId, token] = [crypto.randomId(), crypto.randomToken()];
  let invite: InviteRow | null = null;
  const result = await commits.run<{ person: string }>({
    key: null,
    exclusive: true,
    async gather(store) {
      invite = await store.invite(crypto.hashHex(code));
    },
    decide(draft) {
      const isGood = invite?.usedAt === null && draft.at < invite.expiresAt;
      if (!invite || !isGood || !organisation.member(invite.person)) return err(BAD_INVITE);
      const { person } = invite;
      draft.invites.push({ ...invite, usedAt: draft.at });
      draft.devices.push({ deviceId, person, name, signingKey, sealingKey, joinedAt: draft.at });
      draft.sessions.push({ tokenHash: crypto.hashHex(token), deviceId, person });
      const entry = { type: 'deviceRegistered', deviceId, person, name, signingKey, sealingKey } as const;
      draft.appendOther('devices', { actor: person, person }, entry);
      return ok({ person });
    },
  });
  const { person } = orThrow(result);
  return { ...describeMe(parts, { memberId: person, deviceId }), token };
}
