import type { z } from 'zod';
import { inviteInfoOutput } from '../contract/join-schemas.ts';
import { PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { BAD_INVITE } from '../domain/invite/decide-invite.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { SignedStatement } from '../domain/statements/statement.ts';
import { err, type Result } from '../lib/result.ts';
import { inviteKeyOf, isCode, isCodeFor } from '../system/invite-code.ts';
import { keyText } from '../system/key-text.ts';
import { newRecoveryWords, recoveryKeyOf } from '../system/key-words.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { checkFounding, OTHER_ORGANISATION } from './check-founding.ts';
import type { Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { byInvite, enterAt, identityFrom, newDevice, signedByNew, type Joined } from './join-parts.ts';
import { newPendingJoin, pendingInMemory, type PendingJoin, type PendingJoins } from './pending-join.ts';
import { refusalOf } from './refusal-of.ts';

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
  const inviteKey = keyText(inviteKeyOf(invite.code).publicKey);
  const { pending: pendings = pendingInMemory() } = invite;
  const kept = await pendings.load();
  const isSame = kept?.inviteKey === inviteKey;
  if (kept?.founding && !isSame) return err(UNFINISHED);
  const pending = isSame ? kept : await newPendingJoin(inviteKey);
  return enterAt(url.value, (client) => joinBy({ client, pending, pendings, invite }));
}

async function joinBy(joining: Joining): Promise<Joined> {
  const { client, pending, pendings, invite } = joining;
  const { inviteKey } = pending;
  const info = await infoOf(joining);
  // The service that it was sent to has founded it, and knows this code no more.
  if (info === null && pending.founding) return foundAgain(joining, pending.founding);
  if (info === null) return err(BAD_INVITE);
  const { organisation: log, person, founding, proposed } = info;
  // A code that names an organisation founds none.
  if (proposed && (invite.founding || !isCodeFor(invite.code, null))) return err(OTHER_ORGANISATION);
  const before = pending.founding;
  if (proposed && before?.sent.signed.statement.log === log.origin) return foundAgain(joining, before);
  if (proposed) return found(joining, { log, person, proposed });
  const known = foundingMeant(invite, log, founding ?? null);
  if (!known.ok) return known;
  await pendings.save(pending);
  const body = {
    ...{ ...newDevice(pending, invite.deviceName), inviteKey },
    byInvite: byInvite(pending, { log, person, seed: inviteKeyOf(invite.code).seed }),
  };
  const signed = await signedByNew(pending, { log, person }, 'joinOrganisation', body);
  const answer = await client.api.session.join.mutate({ signed, protocol: PROTOCOL_VERSION });
  const { onAddresses } = invite;
  return identityFrom(pending, { answer, log, founding: known.value, onAddresses });
}

/** Null: the service does not know this invite. */
async function infoOf({ client, pending: { inviteKey } }: Joining): Promise<Info | null> {
  try {
    return inviteInfoOutput.parse(await client.api.session.invite.query({ inviteKey }));
  } catch (fault) {
    if (refusalOf(fault)?.code === 'badInvite') return null;
    throw fault;
  }
}

async function found(
  joining: Joining,
  { log, person, proposed }: Pick<Info, 'person'> & { log: Log; proposed: NonNullable<Info['proposed']> },
): Promise<Joined> {
  const { pending, pendings, invite } = joining;
  const recoveryWords = newRecoveryWords();
  const body = {
    ...{ name: log.name, logKey: log.logKey, ...proposed, device: newDevice(pending, invite.deviceName) },
    recoveryKey: keyText(recoveryKeyOf(recoveryWords).publicKey),
  };
  const signed = await signedByNew(pending, { log, person }, 'foundOrganisation', body);
  const sent = {
    signed,
    inviteKey: pending.inviteKey,
    byInvite: byInvite(pending, { log, person, seed: inviteKeyOf(invite.code).seed }),
  };
  const founding = { sent, recoveryWords };
  await pendings.save({ ...pending, founding });
  return foundAgain(joining, founding);
}

/** The same statement twice founds one organisation. */
async function foundAgain(
  joining: Joining,
  { sent, recoveryWords }: NonNullable<PendingJoin['founding']>,
): Promise<Joined> {
  const { client, pending, invite } = joining;
  const { statement } = sent.signed;
  const log = { name: statement.body.name, origin: statement.log, logKey: statement.body.logKey };
  const known = foundingMeant(invite, log, sent.signed);
  if (!known.ok) return known;
  const answer = await client.api.session.found.mutate({ ...sent, protocol: PROTOCOL_VERSION });
  const { onAddresses } = invite;
  const identity = identityFrom(pending, { answer, log, founding: known.value, onAddresses });
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
  return isOther ? err(ALTERED_LINK) : known;
}

const UNFINISHED = refuse(
  'alreadyExists',
  'An organisation was being founded from here, and the answer never came. Join once more with the code of that one, so that its recovery key is not lost; or, if that was a mistake, remove joining.json (or joining.sealed) from the folder of this Latchkey.',
);

const ALTERED_LINK = refuse(
  'notProven',
  'This link names one organisation, and its code is for another: it was altered on its way. Nothing was sent. Ask whoever invited you for another link, on a way that you trust.',
);
