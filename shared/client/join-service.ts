import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { addressOutput } from '../contract/api-schemas.ts';
import { inviteInfoOutput } from '../contract/join-schemas.ts';
import { FIRST_FOUNDED, PROTOCOL_VERSION, serviceTooOld } from '../contract/protocol-version.ts';
import { BAD_INVITE } from '../domain/invite/decide-invite.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { deviceIdOf, invitedBytes } from '../domain/statements/joining.ts';
import { NOTHING_SEEN, type SignedStatement, type StatementType } from '../domain/statements/statement.ts';
import { readMe } from '../formats/wire/read-me.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { inviteKeyOf, isCode, isCodeFor } from '../system/invite-code.ts';
import { newRecoveryWords, recoveryKeyOf } from '../system/key-words.ts';
import { sha256, sign } from '../system/node-crypto.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { systemClock } from '../system/system-clock.ts';
import type { SentBody, SentStatement } from '../contract/statement-schemas.ts';
import { checkFounding, OTHER_ORGANISATION } from './check-founding.ts';
import { createClient, type Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { newPendingJoin, pendingInMemory, type PendingJoin, type PendingJoins } from './pending-join.ts';
import { refusalOf } from './refusal-of.ts';
import { createSigner } from './signer.ts';

interface Invite {
  readonly url: string;
  readonly code: string;
  /** How the organisation was founded that is meant, where the invite says it whole (`joinLink`): another one is not joined. */
  readonly founding?: string | null | undefined;
  readonly deviceName: string;
  /** Where the new keys are until the identity is stored. Forgotten by who stores it. */
  readonly pending?: PendingJoins;
  /** Told at which addresses the services are to be found, where this one says so. */
  readonly onAddresses?: (told: readonly string[]) => void;
  /** Told the words by which an organisation is recovered that was founded just now. They are kept nowhere else. */
  readonly onRecoveryWords?: (words: string) => void;
}

type Info = z.output<typeof inviteInfoOutput>;
type Log = Info['organisation'];

/** What is known of who joins, once the service has said whom the invite is for. */
interface Joining {
  readonly client: Client;
  readonly invite: Invite;
  readonly pending: PendingJoin;
  readonly pendings: PendingJoins;
}

/**
 * Makes this device's keys, signs with them and with the key of the invite that it joins, and pins how the organisation was
 * founded; or founds it, with the code of a service that was started for the first time. Neither the private keys nor the code
 * leave the device. Joining again after an answer was lost goes on with the same keys. Answers with the identity to store, or why
 * not; throws when the service cannot be reached.
 */
export async function joinService(invite: Invite): Promise<Result<Identity, Refusal>> {
  const url = parseServiceUrl(invite.url);
  if (!url.ok) return err(refuse('badInput', url.error));
  if (!isCode(invite.code)) return err(BAD_INVITE);
  if (typeof invite.founding === 'string' && !isCodeFor(invite.code, invite.founding))
    return err(ALTERED_LINK);
  const inviteKey = toText(inviteKeyOf(invite.code).publicKey);
  const { pending: pendings = pendingInMemory() } = invite;
  const kept = await pendings.load();
  const pending = kept?.inviteKey === inviteKey ? kept : await newPendingJoin(inviteKey);
  const client = createClient({ url: url.value, identity: null });
  try {
    const bar = await whyNotJoined(client, url.value);
    if (bar) return err(bar);
    const joining = { client, pending, pendings, invite };
    const joined = pending.founding ? await foundAgain(joining, pending.founding) : await joinBy(joining);
    return joined.ok ? ok({ url: url.value, ...joined.value }) : joined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return err(refusal);
    throw error;
  } finally {
    await client.close();
  }
}

type Joined = Result<Omit<Identity, 'url'>, Refusal>;

async function joinBy(joining: Joining): Promise<Joined> {
  const { client, pending, pendings, invite } = joining;
  const { inviteKey } = pending;
  const info = inviteInfoOutput.parse(await client.api.session.invite.query({ inviteKey }));
  const { organisation: log, person, founding, proposed } = info;
  if (proposed) return invite.founding ? err(OTHER_ORGANISATION) : found(joining, { log, person, proposed });
  const known = foundingMeant(invite, log, founding ?? null);
  if (!known.ok) return known;
  await pendings.save(pending);
  const device = newDevice(joining);
  const body = { ...device, inviteKey, byInvite: byInvite(joining, { log, person }) };
  const signed = await signedBy(pending, { log, person }, 'joinOrganisation', body);
  const answer = await client.api.session.join.mutate({ signed, protocol: PROTOCOL_VERSION });
  return identityFrom(joining, { answer, log, founding: known.value });
}

async function found(
  joining: Joining,
  { log, person, proposed }: Pick<Info, 'person'> & { log: Log; proposed: NonNullable<Info['proposed']> },
): Promise<Joined> {
  const { pending, pendings } = joining;
  const recoveryWords = newRecoveryWords();
  const body = {
    ...{ name: log.name, logKey: log.logKey, ...proposed, device: newDevice(joining) },
    recoveryKey: toText(recoveryKeyOf(recoveryWords).publicKey),
  };
  const signed = await signedBy(pending, { log, person }, 'foundOrganisation', body);
  const sent = { signed, inviteKey: pending.inviteKey, byInvite: byInvite(joining, { log, person }) };
  const founding = { sent, recoveryWords };
  await pendings.save({ ...pending, founding });
  return foundAgain(joining, founding);
}

/** The same statement twice founds one organisation. */
async function foundAgain(
  joining: Joining,
  { sent, recoveryWords }: NonNullable<PendingJoin['founding']>,
): Promise<Joined> {
  const { client, invite } = joining;
  const { statement } = sent.signed;
  const log = { name: statement.body.name, origin: statement.log, logKey: statement.body.logKey };
  const known = foundingMeant(invite, log, sent.signed);
  if (!known.ok) return known;
  const answer = await client.api.session.found.mutate({ ...sent, protocol: PROTOCOL_VERSION });
  const identity = identityFrom(joining, { answer, log, founding: known.value });
  if (identity.ok) invite.onRecoveryWords?.(recoveryWords);
  return identity;
}

/** As `checkFounding`, and the one that the link names, where it names one. */
function foundingMeant(
  invite: Pick<Invite, 'code' | 'founding'>,
  log: Log,
  signed: SignedStatement | null,
): Result<string | null, Refusal> {
  const known = checkFounding(invite.code, log, signed);
  const isOther = known.ok && typeof invite.founding === 'string' && known.value !== invite.founding;
  return isOther ? err(OTHER_ORGANISATION) : known;
}

const newDevice = ({ pending: { signing, sealing }, invite }: Joining) => ({
  name: invite.deviceName,
  signingKey: signing.publicKey,
  sealingKey: sealing.publicKey,
});

/** That these keys are of whoever has the code. */
function byInvite(
  { pending: { signing, sealing }, invite }: Joining,
  { log, person }: { readonly log: Log; readonly person: string },
): string {
  const keys = { signingKey: signing.publicKey, sealingKey: sealing.publicKey };
  const message = invitedBytes({ log: log.origin, person, ...keys });
  return toText(sign(inviteKeyOf(invite.code).seed, message));
}

function signedBy<T extends StatementType>(
  { signing }: PendingJoin,
  { log, person }: { readonly log: Log; readonly person: string },
  type: T,
  body: SentBody<T>,
): Promise<SentStatement<T>> {
  const identity = {
    ...{ signing, deviceId: deviceIdOf(sha256, signing.publicKey) },
    member: { id: person, name: person, kind: 'person' as const },
    log: { origin: log.origin, key: log.logKey },
  };
  const seen = () => Promise.resolve(NOTHING_SEEN);
  return createSigner({ identity, now: () => systemClock.now(), seen }).sign(type, body);
}

function identityFrom(
  { pending, invite }: Joining,
  {
    answer,
    log,
    founding,
  }: { readonly answer: unknown; readonly log: Log; readonly founding: string | null },
): Joined {
  const { me, deviceId, organisation } = readMe(answer);
  const key = parseVerifierKey(sha256, organisation.logKey);
  const isSame = organisation.logKey === log.logKey && organisation.origin === log.origin;
  if (!key.ok || !isSame || key.value.name !== organisation.origin)
    return err(refuse('badInput', 'The service names a log key that is not one. Do not use this service.'));
  if (deviceId !== deviceIdOf(sha256, pending.signing.publicKey))
    return err(refuse('badInput', 'The service took another device for this one. Do not use this service.'));
  if (organisation.addresses) invite.onAddresses?.(organisation.addresses);
  return ok({
    ...{ deviceId, signing: pending.signing, sealing: pending.sealing, founding },
    member: { id: me.id, name: me.name, kind: me.kind },
    organisation: organisation.name,
    log: { origin: organisation.origin, key: organisation.logKey },
  });
}

/**
 * Asked before anything is sent: a service that does not say of this address that it is its own cannot prove itself here later,
 * and one of before founding takes no call of this client.
 */
async function whyNotJoined({ api, service }: Client, address: string): Promise<Refusal | null> {
  const nonce = randomBytes(32).toString('base64url');
  const asked = await api.session.address.query({ nonce, address }).catch((fault: unknown) => {
    if (service.version === null || service.version >= FIRST_FOUNDED) throw fault;
    return null;
  });
  if (service.version !== null && service.version < FIRST_FOUNDED)
    return serviceTooOld(PROTOCOL_VERSION, service.version);
  if (addressOutput.parse(asked).note !== null) return null;
  return refuse('notProven', notItsOwn(address));
}

const ALTERED_LINK = refuse(
  'notProven',
  'This link names one organisation, and its code is for another: it was altered on its way. Nothing was sent. Ask whoever invited you for another link, on a way that you trust.',
);

const notItsOwn = (address: string): string =>
  `The service that answers at ${address} does not know that address as its own, so it could not prove itself there. The invite was not used. Join at an address that it shows as it starts, or have its operator give this name with --public-host.`;

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
