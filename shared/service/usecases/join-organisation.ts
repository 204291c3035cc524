import type { z } from 'zod';
import type { JoinResult } from '../../contract/api.ts';
import type { joinInput } from '../../contract/api-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { PROTOCOL_FLOOR, whyClientTooOld } from '../../contract/protocol-version.ts';
import type { Member } from '../../domain/organisation/organisation.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { err, ok } from '../../lib/result.ts';
import type { InviteRow } from '../store/rows.ts';
import { describeMe } from './describe-me.ts';
import { isInTime } from './invite-life.ts';
import { judgeWaiting } from './judge-waiting.ts';
import { mayJoinWith } from './may-join-with.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

/** One sentence for unknown, used and old codes alike: who guesses learns nothing. */
const BAD_INVITE = refuse(
  'badInvite',
  'This invite is not valid: it may be mistyped, used, or older than a day. Use a new one, from whoever sent it; the first owner’s is printed when the service starts.',
);

/** Credentials are sealed for all devices of a person: one more would go without, so it does not join. */
const tooManyDevices = ({ name, kind }: Member): Refusal =>
  refuse(
    'notAllowed',
    `${name} has ${LIMITS.devicesPerPerson} devices, and nobody can have more. ${kind === 'service' ? 'For more machines, an owner adds another service account to people.yaml.' : 'To begin anew, an owner removes them from people.yaml and publishes, then adds them again, publishes and invites them.'}`,
  );

/** Registers a device with its keys, against an invite. The token is told this once; only its hash is kept. */
export async function joinOrganisation(
  parts: Pick<Parts, 'store' | 'commits' | 'organisation' | 'crypto' | 'time' | 'bonds'>,
  input: z.output<typeof joinInput>,
): Promise<JoinResult> {
  const { store, commits, organisation, crypto } = parts;
  const { code, deviceName: name, signingKey, sealingKey, protocol } = input;
  const tooOld = whyClientTooOld(protocol, PROTOCOL_FLOOR);
  if (tooOld) return orThrow(err(tooOld));
  // A code that nobody has costs one look, and no turn of those who write: anybody may send as many as they like.
  if (!(await store.invite(crypto.hashHex(code)))) return orThrow(err(BAD_INVITE));
  const [deviceId, token] = [crypto.randomId(), crypto.randomToken()];
  let invite: InviteRow | null = null;
  let devices = 0;
  const result = await commits.run<{ person: string }>({
    key: null,
    exclusive: true,
    async gather(written) {
      invite = await written.invite(crypto.hashHex(code));
      devices = invite === null ? 0 : (await written.devicesOf([invite.person])).length;
    },
    decide(draft) {
      const isGood = invite?.usedAt === null && isInTime(invite.expiresAt, draft.at);
      const member = invite && organisation.member(invite.person);
      if (!invite || !isGood || !member) return err(BAD_INVITE);
      const { person, invitedBy } = invite;
      // Asked again: more than one may have been made while there was no device.
      if (!mayJoinWith({ invitedBy, member, hasDevice: devices > 0 })) return err(BAD_INVITE);
      if (devices >= LIMITS.devicesPerPerson) return err(tooManyDevices(member));
      draft.invites.push({ ...invite, usedAt: draft.at });
      draft.devices.push({ deviceId, person, name, signingKey, sealingKey, joinedAt: draft.at });
      draft.sessions.push({ tokenHash: crypto.hashHex(token), deviceId, person });
      const registered = { deviceId, person, name, invitedBy, signingKey, sealingKey };
      draft.appendOther(person, { type: 'deviceRegistered', ...registered });
      return ok({ person });
    },
  });
  const { person } = orThrow(result);
  // Who invited this device reviews nothing of it, also not what waits.
  await judgeWaiting(parts);
  return { ...describeMe(parts, { memberId: person, deviceId }), token };
}
