import { told, type Told } from '../words/told.ts';
import { Aes128Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519';
import { err, ok, type Result } from '../lib/result.ts';

/*
 * Text for one reader: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. A sealed box is
 * base64url of `version (1 byte) || enc (32 bytes) || ciphertext`. It hides the text and shows changes; it does not say
 * who sealed it. `info` binds it to its purpose (for example a grant's id): opened with another info, it does not open.
 */

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes128Gcm(),
});

const VERSION = 1;
const KEY_LENGTH = 32;
const TAG_LENGTH = 16;
/** The longest text that is sealed or opened, in bytes: credentials are small. */
const MAX_PLAINTEXT_BYTES = 65_536;
const MAX_SEALED_CHARACTERS = Math.ceil(((1 + KEY_LENGTH + MAX_PLAINTEXT_BYTES + TAG_LENGTH) * 4) / 3);

/** An X25519 key pair, both as base64url of 32 raw bytes. */
export interface SealingKey {
  readonly publicKey: string;
  readonly privateKey: string;
}

export async function generateSealingKey(): Promise<SealingKey> {
  const pair = await suite.kem.generateKeyPair();
  return {
    publicKey: toBase64url(await suite.kem.serializePublicKey(pair.publicKey)),
    privateKey: toBase64url(await suite.kem.serializePrivateKey(pair.privateKey)),
  };
}

/** `plaintext` so that only the owner of the key can read it. Throws on a bad key and on more than 64 KiB. */
export async function seal(box: {
  recipientPublicKey: string;
  info: string;
  plaintext: string;
}): Promise<string> {
  const plaintext = Buffer.from(box.plaintext, 'utf8');
  if (plaintext.length > MAX_PLAINTEXT_BYTES) throw new Error('this text is too long to seal');
  const raw = fromBase64url(box.recipientPublicKey);
  if (raw?.length !== KEY_LENGTH) throw new Error('a sealing key is 32 bytes in base64url');
  const sender = await suite.createSenderContext({
    recipientPublicKey: await suite.kem.deserializePublicKey(exactBuffer(raw)),
    info: exactBuffer(Buffer.from(box.info, 'utf8')),
  });
  const ciphertext = await sender.seal(exactBuffer(plaintext));
  return toBase64url(
    Buffer.concat([Uint8Array.of(VERSION), new Uint8Array(sender.enc), new Uint8Array(ciphertext)]),
  );
}

/** The text that was sealed for this key and this info, or a sentence. Takes any text as `sealed`; throws on a bad private key. */
export async function openSealed(box: {
  privateKey: string;
  info: string;
  sealed: string;
}): Promise<Result<string, Told>> {
  const key = fromBase64url(box.privateKey);
  if (key?.length !== KEY_LENGTH) throw new Error('a sealing key is 32 bytes in base64url');
  const bytes = box.sealed.length <= MAX_SEALED_CHARACTERS ? fromBase64url(box.sealed) : null;
  if (bytes === null || bytes.length < 1 + KEY_LENGTH + TAG_LENGTH) return err(told('sealedNone'));
  if (bytes[0] !== VERSION) return err(told('sealedTextByNewer'));
  const recipientKey = await suite.kem.deserializePrivateKey(exactBuffer(key));
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey,
      enc: exactBuffer(bytes.subarray(1, 1 + KEY_LENGTH)),
      info: exactBuffer(Buffer.from(box.info, 'utf8')),
    });
    const plaintext = await recipient.open(exactBuffer(bytes.subarray(1 + KEY_LENGTH)));
    return ok(Buffer.from(plaintext).toString('utf8'));
  } catch {
    // The library throws alike for a wrong key, a wrong info and a changed box, and no one should be told which.
    return err(told('sealedForOther'));
  }
}

const toBase64url = (bytes: ArrayBuffer | Buffer): string =>
  (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes)).toString('base64url');

/** The bytes of canonical base64url without padding, or null: Node itself skips over what does not belong. */
function fromBase64url(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** The bytes in a buffer of their own: what Node hands out may be a window on its shared pool. */
const exactBuffer = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
