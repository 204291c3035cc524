import { PROTOCOL_VERSION } from '../contract/protocol-version.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { readJoined } from '../formats/wire/read-me.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { parseVerifierKey } from '../log/verifier-key.ts';
import { generateSigningKey, sha256 } from '../system/node-crypto.ts';
import { generateSealingKey } from '../system/sealed-box.ts';
import { createClient } from './create-client.ts';
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
  const client = createClient({ url: url.value, token: null });
  try {
    const answer = await client.api.session.join.mutate({
      code: invite.code,
      deviceName: invite.deviceName,
      signingKey,
      sealingKey: sealing.publicKey,
      protocol: PROTOCOL_VERSION,
    });
    const { me, deviceId, organisation, token } = readJoined(answer);
    const key = parseVerifierKey(sha256, organisation.logKey);
    if (!key.ok || key.value.name !== organisation.origin) {
      return err(refuse('badInput', 'The service names a log key that is not one. Do not use this service.'));
    }
    if (organisation.addresses) invite.onAddresses?.(organisation.addresses);
    return ok({
      v: 1,
      url: url.value,
      token,
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

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
