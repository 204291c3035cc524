import { randomBytes } from 'node:crypto';
import { addressOutput } from '../contract/api-schemas.ts';
import { FIRST_WITH_PROOFS, PROTOCOL_VERSION, serviceTooOld } from '../contract/protocol-version.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { readMe } from '../formats/wire/read-me.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { generateSigningKey, sha256 } from '../system/node-crypto.ts';
import { generateSealingKey } from '../system/sealed-box.ts';
import { createClient, type Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { refusalOf } from './refusal-of.ts';
import { parseServiceUrl } from '../system/service-url.ts';

/**
 * Makes this device's keys, spends the invite and pins the log's key. The private keys never leave the device. Answers with
 * the identity to store, or why not; throws when the service cannot be reached.
 */
export async function joinService(invite: {
  readonly url: string;
  readonly code: string;
  readonly deviceName: string;
  /** Told at which addresses the services are to be found, where this one says so. */
  readonly onAddresses?: (told: readonly string[]) => void;
}): Promise<Result<Identity, Refusal>> {
  const url = parseServiceUrl(invite.url);
  if (!url.ok) return err(refuse('badInput', url.error));
  const signing = generateSigningKey();
  const sealing = await generateSealingKey();
  const signingKey = toText(signing.publicKey);
  const client = createClient({ url: url.value, identity: null });
  try {
    const bar = await whyNotJoined(client, url.value);
    if (bar) return err(bar);
    const answer = await client.api.session.join.mutate({
      code: invite.code,
      deviceName: invite.deviceName,
      signingKey,
      sealingKey: sealing.publicKey,
      protocol: PROTOCOL_VERSION,
    });
    const { me, deviceId, organisation } = readMe(answer);
    const key = parseVerifierKey(sha256, organisation.logKey);
    if (!key.ok || key.value.name !== organisation.origin) {
      return err(refuse('badInput', 'The service names a log key that is not one. Do not use this service.'));
    }
    if (organisation.addresses) invite.onAddresses?.(organisation.addresses);
    return ok({
      url: url.value,
      deviceId,
      member: { id: me.id, name: me.name, kind: me.kind },
      organisation: organisation.name,
      signing: { publicKey: signingKey, seed: toText(signing.seed) },
      sealing,
      log: { origin: organisation.origin, key: organisation.logKey },
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return err(refusal);
    throw error;
  } finally {
    await client.close();
  }
}

/**
 * Asked before the invite is spent: a service that does not say of this address that it is its own cannot prove itself here later,
 * and one of before proofs takes no call of this client.
 */
async function whyNotJoined({ api, service }: Client, address: string): Promise<Refusal | null> {
  const nonce = randomBytes(32).toString('base64url');
  const asked = await api.session.address.query({ nonce, address }).catch((fault: unknown) => {
    if (service.version === null || service.version >= FIRST_WITH_PROOFS) throw fault;
    return null;
  });
  if (service.version !== null && service.version < FIRST_WITH_PROOFS)
    return serviceTooOld(PROTOCOL_VERSION, service.version);
  if (addressOutput.parse(asked).note !== null) return null;
  return refuse('notProven', notItsOwn(address));
}

const notItsOwn = (address: string): string =>
  `The service that answers at ${address} does not know that address as its own, so it could not prove itself there. The invite was not used. Join at an address that it shows as it starts, or have its operator give this name with --public-host.`;

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
