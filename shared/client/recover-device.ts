import { recoveryInfoOutput } from '../contract/join-schemas.ts';
import { PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import type { Statement } from '../domain/statements/statement.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { keyText } from '../system/key-text.ts';
import { recoveryKeyOf } from '../system/key-words.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { foundingOf } from './check-founding.ts';
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
  type JoinedLog,
} from './join-parts.ts';
import {
  forgetRefused,
  newPendingJoin,
  pendingInMemory,
  type PendingJoin,
  type PendingJoins,
} from './pending-join.ts';

interface Recovery {
  readonly url: string;
  /** As `readRecoveryWords` gives them. */
  readonly words: string;
  /** Which owner comes back. */
  readonly person: string;
  readonly deviceName: string;
  readonly pending?: PendingJoins;
  readonly onAddresses?: (told: readonly string[]) => void;
}

/**
 * Signs in one new device of an owner with the recovery key, once, and pins how the organisation was founded. Nothing but
 * signatures leaves the device; after a lost answer the same is sent again. Answers with the identity to store, or why not; throws
 * when the service cannot be reached.
 */
export async function recoverDevice(recovery: Recovery): Promise<Result<Identity, Refusal>> {
  const url = parseServiceUrl(recovery.url);
  if (!url.ok) return err({ code: 'badInput', told: url.error });
  const key = recoveryKeyOf(recovery.words);
  const inviteKey = keyText(key.publicKey);
  const { pending: pendings = pendingInMemory() } = recovery;
  const kept = await pendings.load();
  const isAgain = kept?.inviteKey === inviteKey && kept.recovery?.signed.statement.by === recovery.person;
  const answer = await identityAt(url.value, async (client) => {
    const signed = isAgain ? ok(kept) : await signRecovery(client, recovery, await newPendingJoin(inviteKey));
    if (!signed.ok) return signed;
    await pendings.save(signed.value);
    return send(client, signed.value, recovery);
  });
  await forgetRefused(pendings, { inviteKey, answer });
  return answer;
}

/**
 * Whether these words are the recovery key of the organisation there, before their holder is asked for more. Throws when the
 * service cannot be reached.
 */
export async function lookAtRecoveryKey({
  url: address,
  words,
}: Pick<Recovery, 'url' | 'words'>): Promise<Result<unknown, Refusal>> {
  const url = parseServiceUrl(address);
  if (!url.ok) return err({ code: 'badInput', told: url.error });
  const recoveryKey = keyText(recoveryKeyOf(words).publicKey);
  return enterAt(url.value, (client) => lookedUp(client, recoveryKey));
}

/** The log that the recovery key is of, and how it was founded. */
async function lookedUp(
  { api }: Client,
  recoveryKey: string,
): Promise<Result<{ readonly log: JoinedLog; readonly founding: string | null }, Refusal>> {
  const info = recoveryInfoOutput.parse(await api.session.recovery.query({ recoveryKey }));
  const { organisation: log } = info;
  if (!info.founding) return ok({ log, founding: null });
  const founding = foundingOf(log, info.founding);
  if (founding === null) return err(NOT_FOUNDED_SO);
  // The key that the first owner signed: from there on the history says which one it has now.
  return ok({
    log: { ...log, logKey: (info.founding.statement as Statement<'foundOrganisation'>).body.logKey },
    founding,
  });
}

async function signRecovery(
  client: Client,
  { words, person, deviceName }: Recovery,
  pending: PendingJoin,
): Promise<Result<PendingJoin, Refusal>> {
  const { inviteKey } = pending;
  const known = await lookedUp(client, inviteKey);
  if (!known.ok) return known;
  const { log, founding } = known.value;
  const { seed } = recoveryKeyOf(words);
  const body = {
    ...{ ...newDevice(pending, deviceName), inviteKey },
    byInvite: byInvite(pending, { log, person, seed }),
  };
  const signed = await signedByNew(pending, { log, person }, 'joinOrganisation', body);
  return ok({ ...pending, recovery: { signed, log, founding } });
}

async function send(
  { api }: Client,
  pending: PendingJoin,
  { onAddresses }: Pick<Recovery, 'onAddresses'>,
): Promise<Joined> {
  const { recovery } = pending;
  if (!recovery) throw new Error('nothing was signed');
  const { signed, log, founding } = recovery;
  const answer = await api.session.recover.mutate({ signed, protocol: PROTOCOL_VERSION });
  return identityFrom(pending, { answer, log, founding, onAddresses });
}

const NOT_FOUNDED_SO = refuse('notProven', 'notFoundedSo');
