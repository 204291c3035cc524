import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { sealedFormat, type Sealed, type Stretch } from '../formats/sealed/sealed-format.ts';
import { canonicalBytes } from '../lib/canonical-json.ts';

/** A key that a passphrase was made into. Whoever keeps it seals and opens without the passphrase, which is kept nowhere. */
export interface PassphraseKey {
  readonly stretch: Stretch;
  readonly bytes: Buffer;
}

/** 128 MiB and about half a second: noticed by nobody once, and by whoever tries a million passphrases. */
const LOG_N = 17;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const PROOF_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** A new key for `passphrase`, by a salt of its own. */
export const newPassphraseKey = (passphrase: string): Promise<PassphraseKey> =>
  passphraseKey(passphrase, {
    by: 'scrypt',
    logN: LOG_N,
    r: 8,
    p: 1,
    salt: randomBytes(SALT_BYTES).toString('base64url'),
  });

/**
 * The key that `passphrase` is by this stretch. Composed first (Unicode NFC), since keyboards of different systems write the
 * same letter in different ways.
 */
export function passphraseKey(passphrase: string, stretch: Stretch): Promise<PassphraseKey> {
  const { logN, r, p, salt } = stretch;
  const N = 2 ** logN;
  // What it needs, and a little: Node refuses more than 32 MiB by itself.
  const options = { N, r, p, maxmem: 128 * N * r + 1_048_576 };
  return new Promise((resolve, reject) => {
    scrypt(
      Buffer.from(passphrase.normalize('NFC'), 'utf8'),
      Buffer.from(salt, 'base64url'),
      KEY_BYTES,
      options,
      (fault, bytes) => (fault ? reject(fault) : resolve({ stretch, bytes })),
    );
  });
}

/** `text` as it is kept: JSON of `sealedFormat`, in one line. */
export function sealText(
  { stretch, bytes }: PassphraseKey,
  what: Pick<Sealed, 'sealed' | 'about'> & { readonly text: string },
): string {
  const head = {
    ...{ sealed: what.sealed, about: what.about, key: stretch },
    nonce: randomBytes(NONCE_BYTES).toString('base64url'),
  };
  const cipher = createCipheriv(CIPHER, bytes, Buffer.from(head.nonce, 'base64url'));
  cipher.setAAD(headBytes(head));
  const box = Buffer.concat([cipher.update(what.text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify(sealedFormat.write({ ...head, box: box.toString('base64url') }))}\n`;
}

/** The text inside; null when this is not the key, or something was changed: nobody can tell these apart. */
export function openText({ bytes }: PassphraseKey, { box, ...head }: Sealed): string | null {
  const sealed = Buffer.from(box, 'base64url');
  // Text has one form: bits that mean nothing are no way to change a file unnoticed.
  if (sealed.toString('base64url') !== box || sealed.length < PROOF_BYTES) return null;
  try {
    const cipher = createDecipheriv(CIPHER, bytes, Buffer.from(head.nonce, 'base64url'), {
      authTagLength: PROOF_BYTES,
    });
    cipher.setAAD(headBytes(head));
    cipher.setAuthTag(sealed.subarray(-PROOF_BYTES));
    return Buffer.concat([cipher.update(sealed.subarray(0, -PROOF_BYTES)), cipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** Without the version: what a later one makes of this head is to be proven as it was sealed. */
const headBytes = (head: Omit<Sealed, 'box'>): Uint8Array => canonicalBytes(head);
