import { fieldOf } from '../formats/wire/field-of.ts';
import { sealedFormat, type AboutDevice, type Sealed } from '../formats/sealed/sealed-format.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { identityFromText, identityToText, isOfEarlier, type Identity } from './identity.ts';
import { told, type Told } from '../words/told.ts';
import { openText, passphraseKey, sealText, type PassphraseKey } from './passphrase-seal.ts';

/** An identity as it is kept where a passphrase protects it. */
export interface SealedIdentity {
  readonly about: AboutDevice;
  readonly sealed: Sealed;
}

/** Kept under the key, what may be known while it is locked beside it. */
export function sealedIdentityToText(identity: Identity, key: PassphraseKey): string {
  const { url, deviceId, organisation, log } = identity;
  const about = { url, deviceId, organisation, log };
  return sealText(key, { sealed: 'identity', about, text: identityToText(identity) });
}

/** The sealed identity in `text`; null when it is none that is sealed, an error when it cannot be read. */
export function sealedIdentityIn(text: string): Result<SealedIdentity, Told> | null {
  const raw = parsed(text);
  if (fieldOf(raw, 'sealed') === undefined) return null;
  const read = sealedFormat.read(raw);
  const version = fieldOf(raw, 'v');
  if (read.kind === 'unknown')
    return err(typeof version === 'number' && version > sealedFormat.version ? NEWER : DAMAGED);
  const { sealed, about } = read.value;
  return sealed === 'identity' && about ? ok({ about, sealed: read.value }) : err(DAMAGED);
}

/** What came of trying a passphrase: the identity with the key that it is kept under, and whether it is to be written anew. */
export async function openIdentity(
  { sealed }: SealedIdentity,
  passphrase: string,
): Promise<Result<{ identity: Identity; key: PassphraseKey; isOfEarlier: boolean }, 'wrong' | 'unreadable'>> {
  const key = await passphraseKey(passphrase, sealed.key);
  const text = openText(key, sealed);
  if (text === null) return err('wrong');
  const identity = identityFromText(text);
  return identity.ok
    ? ok({ identity: identity.value, key, isOfEarlier: isOfEarlier(text) })
    : err('unreadable');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const WRONG_PASSPHRASE = told('wrongPassphrase');
export const UNREADABLE_INSIDE = told('unreadableInside');
const NEWER = told('sealedByNewer');
const DAMAGED = told('sealedDamaged');
