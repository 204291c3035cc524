import { randomBytes } from 'node:crypto';
import { addressOutput } from '../contract/api-schemas.ts';
import { FIRST_FOUNDED, PROTOCOL_VERSION, serviceTooOld } from '../contract/protocol-version.ts';
import type { SentBody, SentStatement } from '../contract/statement-schemas.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { deviceIdOf, invitedBytes } from '../domain/statements/joining.ts';
import { NOTHING_SEEN, type StatementType } from '../domain/statements/statement.ts';
import { readMe } from '../formats/wire/read-me.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseVerifierKey } from '../log/keys.ts';
import { keyText } from '../system/key-text.ts';
import { sha256, sign } from '../system/node-crypto.ts';
import { systemClock } from '../system/system-clock.ts';
import { createClient, type Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import type { PendingJoin } from './pending-join.ts';
import { refusalOf } from './refusal-of.ts';
import { createSigner } from './signer.ts';

/** The log that somebody joins, as its service says. */
export interface JoinedLog {
  readonly name: string;
  readonly origin: string;
  readonly logKey: string;
}

interface Joiner {
  readonly log: JoinedLog;
  readonly person: string;
}

/** All of an identity but where its service is. */
export type Joined = Result<Omit<Identity, 'url'>, Refusal>;

/** What a device registers with. */
export const newDevice = ({ signing, sealing }: PendingJoin, name: string) => ({
  name,
  signingKey: signing.publicKey,
  sealingKey: sealing.publicKey,
});

/** That these keys are of whoever has the secret of an invite, or of a recovery key: base64url. */
export function byInvite(
  { signing, sealing }: PendingJoin,
  { log, person, seed }: Joiner & { readonly seed: Uint8Array },
): string {
  const keys = { signingKey: signing.publicKey, sealingKey: sealing.publicKey };
  const message = invitedBytes({ log: log.origin, person, ...keys });
  return keyText(sign(seed, message));
}

/** A statement by a device that begins with it, and has seen nothing yet. */
export function signedByNew<T extends StatementType>(
  { signing }: PendingJoin,
  { log, person }: Joiner,
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

/** What is to be stored, from what the service answered: where that fits what was signed. */
export function identityFrom(
  pending: PendingJoin,
  {
    answer,
    log,
    founding,
    onAddresses,
  }: {
    readonly answer: unknown;
    readonly log: JoinedLog;
    readonly founding: string | null;
    readonly onAddresses?: ((told: readonly string[]) => void) | undefined;
  },
): Joined {
  const { me, deviceId, organisation } = readMe(answer);
  // The log may have got another key meanwhile, which is taken over as everybody does.
  const key = parseVerifierKey(sha256, log.logKey);
  if (!key.ok || organisation.origin !== log.origin || key.value.name !== log.origin)
    return err(refuse('badInput', 'logKeyIsNone'));
  if (deviceId !== deviceIdOf(sha256, pending.signing.publicKey))
    return err(refuse('badInput', 'tookAnotherDevice'));
  if (organisation.addresses) onAddresses?.(organisation.addresses);
  return ok({
    ...{ deviceId, signing: pending.signing, sealing: pending.sealing, founding },
    member: { id: me.id, name: me.name, kind: me.kind },
    organisation: organisation.name,
    log: { origin: log.origin, key: log.logKey },
  });
}

/** Asks the service there to take this device, as `enterAt` does. */
export async function identityAt(
  url: string,
  enter: (client: Client) => Promise<Joined>,
): Promise<Result<Identity, Refusal>> {
  const joined = await enterAt(url, enter);
  return joined.ok ? ok({ url, ...joined.value }) : joined;
}

/**
 * Asks the service there something of a device that it does not know yet, once it has shown that it could prove itself there. A
 * refusal is answered; throws when the service cannot be reached.
 */
export async function enterAt<T>(
  url: string,
  enter: (client: Client) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const client = createClient({ url, identity: null });
  try {
    const bar = await whyNotJoined(client, url);
    return bar ? err(bar) : await enter(client);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return err(refusal);
    throw error;
  } finally {
    await client.close();
  }
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
  return refuse('notProven', 'addressNotItsOwn', { address });
}
