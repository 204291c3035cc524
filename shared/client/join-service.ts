import type { z } from 'zod';
import { inviteInfoOutput } from '../contract/join-schemas.ts';
import { PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { BAD_INVITE } from '../domain/invite/decide-invite.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { SignedStatement } from '../domain/statements/statement.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { inviteKeyOf, isCode, isCodeFor } from '../system/invite-code.ts';
import { keyText } from '../system/key-text.ts';
import { newRecoveryWords, recoveryKeyOf } from '../system/key-words.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { checkFounding, foundingOf, OTHER_ORGANISATION } from './check-founding.ts';
import type { Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import {
  byInvite,
  enterAt,
  identityAt,
  identityFrom,
  newDevice,
  signedByNew,
  type Joined,
} from './join-parts.ts';
import {
  besides,
  forgetRefused,
  FOUNDING_UNFINISHED,
  isFoundedByAnother,
  keptFor,
  newPendingJoin,
  pendingInMemory,
  whyNotBesideRecovery,
  type PendingJoin,
  type PendingJoins,
} from './pending-join.ts';
import { refusalOf } from './refusal-of.ts';

interface Invite {
  readonly url: string;
  readonly code: string;
  /** How the organisation was founded that is meant, where the invite says it whole (`joinLink`): another one is not joined. */
  readonly founding?: string | null | undefined;
  readonly deviceName: string;
  /**
   * Where the new keys are until the identity is stored; with them the words by which an organisation is recovered that was founded
   * just now, which are kept nowhere else. Forgotten by who stores the identity.
   */
  readonly pending?: PendingJoins;
  /** Told at which addresses the services are to be found, where this one says so. */
  readonly onAddresses?: (told: readonly string[]) => void;
}

type Info = z.output<typeof inviteInfoOutput>;
type Log = Info['organisation'];

/** What is known of who joins, once the service has said whom the invite is for. */
interface Joining {
  readonly client: Client;
  readonly invite: Invite;
  /** The public half of the invite's key. */
  readonly inviteKey: string;
  /** What was begun from here and did not come to its end, with this invite or with another. */
  readonly kept: PendingJoin | null;
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
  if (!url.ok) return err({ code: 'badInput', told: url.error });
  if (!isCode(invite.code)) return err(BAD_INVITE);
  const inviteKey = keyText(inviteKeyOf(invite.code).publicKey);
  const { pending: pendings = pendingInMemory() } = invite;
  const kept = keptFor(await pendings.load(), inviteKey);
  const held = whyNotBesideRecovery(kept);
  if (held) return err(held);
  const joining = { inviteKey, kept, pendings, invite };
  const answer = await identityAt(url.value, (client) => joinBy({ client, ...joining }));
  await forgetRefused(pendings, { url: url.value, inviteKey, answer });
  return answer;
}

/**
 * Whether the invite is good where it leads, before its holder is asked for more. Nothing is spent by it. Throws when the service
 * cannot be reached.
 */
export async function lookAtInvite(
  invite: Pick<Invite, 'url' | 'code' | 'founding'>,
): Promise<Result<unknown, Refusal>> {
  const url = parseServiceUrl(invite.url);
  if (!url.ok) return err({ code: 'badInput', told: url.error });
  if (!isCode(invite.code)) return err(BAD_INVITE);
  const inviteKey = keyText(inviteKeyOf(invite.code).publicKey);
  return enterAt(url.value, async (client) => {
    const info = await infoOf(client, inviteKey);
    return info.ok ? foundingIn(info.value, invite) : info;
  });
}

/**
 * Sends once more what was signed here to found an organisation, to the service at `url`. Without the code, which a service knows no
 * more that was founded or started since. Null: nothing of the kind waits. Throws when the service cannot be reached.
 */
export async function foundOnceMore({
  url,
  pending: pendings,
}: Required<Pick<Invite, 'url' | 'pending'>>): Promise<Result<Identity, Refusal> | null> {
  const kept = await pendings.load();
  const founding = kept?.founding;
  if (!founding) return null;
  return identityAt(url, (client) => foundAgain({ client, invite: {} }, kept, founding));
}

async function joinBy(joining: Joining): Promise<Joined> {
  const { client, inviteKey, pendings, invite } = joining;
  const told = await infoOf(client, inviteKey);
  const info = told.ok ? told.value : null;
  const isVoid = joining.kept && info && isFoundedByAnother(joining.kept, info.organisation, info.founding);
  const kept = isVoid ? null : joining.kept;
  const before = kept?.founding ?? null;
  const isSame = kept?.inviteKey === inviteKey;
  // The service that it was sent to has founded it, and knows this code no more.
  if (info === null && isSame && before) return foundAgain(joining, kept, before);
  const isOpen = info?.proposed && before?.sent.signed.statement.log === info.organisation.origin;
  if (before && !isSame && !isOpen) return err(FOUNDING_UNFINISHED);
  if (!told.ok || info === null) return told.ok ? err(BAD_INVITE) : told;
  const known = foundingIn(info, invite);
  if (!known.ok) return known;
  const { organisation: log, person, proposed } = info;
  if (before && isOpen && isSame) return foundAgain(joining, kept, before);
  // What was signed with the code of an earlier start was not founded: signed anew, by the same keys and with the same words.
  const pending =
    kept && (isSame || isOpen) ? { ...kept, inviteKey } : besides(kept, await newPendingJoin(inviteKey));
  if (proposed) return found(joining, pending, { log, person, proposed });
  await pendings.save({ ...pending, at: { origin: log.origin, key: log.logKey } });
  const body = {
    ...{ ...newDevice(pending, invite.deviceName), inviteKey },
    byInvite: byInvite(pending, { log, person, seed: inviteKeyOf(invite.code).seed }),
  };
  const signed = await signedByNew(pending, { log, person }, 'joinOrganisation', body);
  const answer = await client.api.session.join.mutate({ signed, protocol: PROTOCOL_VERSION });
  const { onAddresses } = invite;
  return identityFrom(pending, { answer, log, founding: known.value, onAddresses });
}

/** Why not, where the service does not know this invite or it has ended. */
async function infoOf(client: Client, inviteKey: string): Promise<Result<Info, Refusal>> {
  try {
    return ok(inviteInfoOutput.parse(await client.api.session.invite.query({ inviteKey })));
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (refusal?.code === 'badInvite') return err(refusal);
    throw fault;
  }
}

/** How the organisation was founded that the service tells of, where it is the one that is meant; null where it is still to be. */
function foundingIn(
  { organisation, founding = null, proposed }: Info,
  invite: Pick<Invite, 'code' | 'founding'>,
): Result<string | null, Refusal> {
  if (!proposed) return foundingMeant(invite, organisation, founding);
  // A code that names an organisation founds none.
  return invite.founding || !isCodeFor(invite.code, null) ? err(OTHER_ORGANISATION) : ok(null);
}

async function found(
  joining: Joining,
  pending: PendingJoin,
  { log, person, proposed }: Pick<Info, 'person'> & { log: Log; proposed: NonNullable<Info['proposed']> },
): Promise<Joined> {
  const { pendings, invite } = joining;
  const recoveryWords = pending.founding?.recoveryWords ?? newRecoveryWords();
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
  return foundAgain(joining, pending, founding);
}

/** The same statement twice founds one organisation. Without a code it is the one that was signed. */
async function foundAgain(
  { client, invite }: { readonly client: Client; readonly invite: Partial<Invite> },
  pending: PendingJoin,
  { sent }: NonNullable<PendingJoin['founding']>,
): Promise<Joined> {
  const { statement } = sent.signed;
  const log = { name: statement.body.name, origin: statement.log, logKey: statement.body.logKey };
  const { code, founding, onAddresses } = invite;
  const known =
    code === undefined
      ? ok(foundingOf(log, sent.signed))
      : foundingMeant({ code, founding }, log, sent.signed);
  if (!known.ok) return known;
  const answer = await client.api.session.found.mutate({ ...sent, protocol: PROTOCOL_VERSION });
  return identityFrom(pending, { answer, log, founding: known.value, onAddresses });
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

const ALTERED_LINK = refuse('notProven', 'linkAltered');
