import { createSigner } from '../../shared/client/signer.ts';
import type { Api } from '../../shared/api/api.ts';
import { PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import type { SentBody, SentStatement } from '../../shared/contract/statement-schemas.ts';
import { deviceIdOf, invitedBytes } from '../../shared/domain/statements/joining.ts';
import { NOTHING_SEEN, type StatementType } from '../../shared/domain/statements/statement.ts';
import { instant } from '../../shared/lib/time.ts';
import { inviteKeyOf } from '../../shared/system/invite-code.ts';
import { keyText } from '../../shared/system/key-text.ts';
import { generateSigningKey, sha256, sign, type SigningKey } from '../../shared/system/node-crypto.ts';

/** The public key of an invite with this code. */
export const inviteKeyText = (code: string): string => keyText(inviteKeyOf(code).publicKey);

/** What may be otherwise than whoever joins as it is done has it. */
export interface JoinTwist {
  readonly key?: SigningKey;
  readonly deviceName?: string;
  /** Base64url X25519 public key. */
  readonly sealingKey?: string;
  readonly now?: number;
  /** By another key than that of the invite. */
  readonly inviteSeed?: Uint8Array;
  readonly person?: string;
}

interface Asked {
  readonly person: string;
  readonly log: { readonly origin: string; readonly logKey: string };
}

/** A statement by a device that begins with it. */
export async function byNewDevice<T extends StatementType>(
  { person, log }: Asked,
  { key, type, body, now = 1_700_000_000_000 }: { key: SigningKey; type: T; body: SentBody<T>; now?: number },
): Promise<SentStatement<T>> {
  const signing = { publicKey: keyText(key.publicKey), seed: keyText(key.seed) };
  return createSigner({
    identity: {
      signing,
      log: { origin: log.origin, key: log.logKey },
      deviceId: deviceIdOf(sha256, signing.publicKey),
      member: { id: person, name: person, kind: 'person' },
    },
    now: () => instant(now),
    seen: () => Promise.resolve(NOTHING_SEEN),
  }).sign(type, body);
}

/** What a device signs that joins by this code. */
export async function joinStatement(
  code: string,
  asked: Asked,
  { key = generateSigningKey(), ...twist }: JoinTwist = {},
): Promise<SentStatement<'joinOrganisation'>> {
  const { person, log } = { ...asked, ...(twist.person !== undefined && { person: twist.person }) };
  const { seed } = inviteKeyOf(code);
  const keys = {
    signingKey: keyText(key.publicKey),
    sealingKey: twist.sealingKey ?? keyText(generateSigningKey().publicKey),
  };
  const byInvite = keyText(
    sign(twist.inviteSeed ?? seed, invitedBytes({ log: log.origin, person, ...keys })),
  );
  const body = { ...keys, name: twist.deviceName ?? 'test', inviteKey: inviteKeyText(code), byInvite };
  return byNewDevice(
    { person, log },
    { key, type: 'joinOrganisation', body, ...(twist.now !== undefined && { now: twist.now }) },
  );
}

const ORIGIN = { address: '127.0.0.1' };

/** Joins, or founds, as `shared/client` does over a wire. */
export async function joinByCode(
  { session }: Pick<Api, 'session'>,
  code: string,
  { key = generateSigningKey(), ...twist }: JoinTwist = {},
): ReturnType<Api['session']['join']> {
  const info = await session.invite({ inviteKey: inviteKeyText(code) }, ORIGIN);
  const { person, organisation: log, proposed } = info;
  const protocol = PROTOCOL_VERSION;
  if (!proposed)
    return session.join(
      { signed: await joinStatement(code, { person, log }, { key, ...twist }), protocol },
      ORIGIN,
    );
  const keys = {
    signingKey: keyText(key.publicKey),
    sealingKey: twist.sealingKey ?? keyText(generateSigningKey().publicKey),
  };
  const body = {
    ...{ name: log.name, logKey: log.logKey, documents: proposed.documents, runner: proposed.runner },
    device: { ...keys, name: twist.deviceName ?? 'test' },
    recoveryKey: keyText(generateSigningKey().publicKey),
  };
  const signed = await byNewDevice(
    { person, log },
    { key, type: 'foundOrganisation', body, ...(twist.now !== undefined && { now: twist.now }) },
  );
  const byInvite = keyText(sign(inviteKeyOf(code).seed, invitedBytes({ log: log.origin, person, ...keys })));
  return session.found({ signed, byInvite, inviteKey: inviteKeyText(code), protocol }, ORIGIN);
}
