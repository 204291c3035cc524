import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import type { Me } from '../../contract/api-types.ts';
import type { foundInput } from '../../contract/join-schemas.ts';
import { PROTOCOL_FLOOR, whyClientTooOld } from '../../contract/protocol-version.ts';
import type { SentStatement } from '../../contract/statement-schemas.ts';
import { LIMITS } from '../../contract/limits.ts';
import { deviceStream } from '../../domain/device/device-stream.ts';
import { BAD_INVITE } from '../../domain/invite/decide-invite.ts';
import { organisationStream } from '../../domain/organisation/organisation-stream.ts';
import { refuse, type Refusal } from '../../domain/refusal.ts';
import { invitedBytes } from '../../domain/statements/joining.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import type { Draft } from '../commit/draft.ts';
import type { FoundingDesk } from '../organisation/founding-desk.ts';
import { isStillIdentity } from '../organisation/open-identity.ts';
import { acceptNewDevice } from './accept-new-device.ts';
import { describeMe } from './describe-me.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';
import { putInForce } from './publish-organisation.ts';

type Needs = Pick<
  Parts,
  'store' | 'commits' | 'organisation' | 'crypto' | 'time' | 'addresses' | 'desk' | 'checks' | 'work'
>;

/**
 * Begins the log with what the first owner signed: what it is called, by which key its heads are signed, their device, the first
 * documents, how they come back who lost everything, and the service's own runner. The same twice is answered twice.
 */
export async function foundOrganisation(
  parts: Needs,
  { signed, inviteKey, byInvite, protocol }: z.output<typeof foundInput>,
): Promise<Me> {
  const { store, organisation, crypto, desk } = parts;
  const tooOld = whyClientTooOld(protocol, PROTOCOL_FLOOR);
  if (tooOld) return orThrow(err(tooOld));
  const { by, device } = signed.statement;
  const id = await acceptNewDevice(parts, 'foundOrganisation', signed);
  const caller = { memberId: by, deviceId: device };
  // Asked again after an answer was lost, and only while that device is signed in.
  if (organisation.founding?.id === id)
    return (await store.device(device)) ? describeMe(parts, caller) : orThrow(err(BAD_INVITE));
  if (!desk || inviteKey !== desk.inviteKey || organisation.founding) return orThrow(err(BAD_INVITE));
  const { signingKey, sealingKey } = signed.statement.body.device;
  const invited = invitedBytes({ log: organisation.identity.origin, person: by, signingKey, sealingKey });
  if (!(await crypto.fits({ publicKey: inviteKey, message: invited, signature: byInvite })))
    return orThrow(err(BAD_INVITE));
  orThrow(isProposed(desk, parts, signed));
  await begin(parts, desk, signed);
  return describeMe(parts, caller);
}

/** A client that signs something else has not understood what is founded here. */
function isProposed(
  desk: FoundingDesk,
  { organisation }: Pick<Needs, 'organisation'>,
  { statement: { by, body } }: SentStatement<'foundOrganisation'>,
): Result<null, Refusal> {
  const { name, logKey } = organisation.identity;
  const { device: _device, recoveryKey: _recovery, ...said } = body;
  const isSame = by === desk.owner && isDeepStrictEqual(said, { name, logKey, ...desk.proposed });
  return isSame ? ok(null) : err(OTHERWISE);
}

async function begin(
  parts: Needs,
  desk: FoundingDesk,
  signed: SentStatement<'foundOrganisation'>,
): Promise<void> {
  const { by, device, body } = signed.statement;
  const next = desk.documents && { ...desk.documents.organisation, version: 1 };
  let isTaken = false;
  const result = await parts.commits.run<null>({
    key: null,
    exclusive: true,
    streams: [organisationStream.nameOf(''), deviceStream.nameOf(device)],
    async gather(store) {
      isTaken = (await store.head()).size > 0 || !(await isStillIdentity(store, parts.organisation.identity));
    },
    decide(draft) {
      if (isTaken) return err(BAD_INVITE);
      const { name, logKey, recoveryKey, runner } = body;
      const created = draft.carryOut(organisationStream, {
        id: '',
        command: { type: 'create', name, logKey, owner: by, recoveryKey, runner },
        ...{ actor: by, signed },
      });
      if (!created.ok) return created;
      const refusal =
        desk.documents &&
        next &&
        putInForce(parts, draft, { by: { actor: by, signed }, input: desk.documents.files, next });
      if (refusal) return err(refusal);
      return registerFounder(draft, signed);
    },
    committed() {
      if (next) parts.organisation.expect(next);
    },
  });
  orThrow(result);
  // What is offered is checked as soon as there is a runner for it.
  for (const pool of parts.checks.pools()) parts.work.announce(pool);
}

function registerFounder(draft: Draft, signed: SentStatement<'foundOrganisation'>): Result<null, Refusal> {
  const { by, device: deviceId, body } = signed.statement;
  const registered = draft.carryOut(deviceStream, {
    id: deviceId,
    command: {
      ...{ type: 'register', deviceId, person: by, invitedBy: 'latchkey', ...body.device },
      ...{ member: { kind: 'person', name: by }, others: 0, most: LIMITS.devicesPerPerson },
    },
    ...{ actor: by, signed },
  });
  return registered.ok ? ok(null) : registered;
}

const OTHERWISE = refuse('badInput', 'foundedOtherwise');
