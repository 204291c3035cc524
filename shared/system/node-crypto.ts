import { createPrivateKey, createPublicKey, generateKeyPairSync, hash, type KeyObject } from 'node:crypto';
import { sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Ed25519Sign } from '../log/keys.ts';
import { isStrictPoint } from './is-strict-point.ts';

/** What stands before the 32 raw bytes in the DER forms of an Ed25519 key (RFC 8410 §4, §7). */
const PUBLIC_KEY_DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_KEY_DER_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;

/** An Ed25519 key pair as raw bytes, 32 each (RFC 8032). The seed is the secret. */
export interface SigningKey {
  readonly publicKey: Uint8Array;
  readonly seed: Uint8Array;
}

export function sha256(data: Uint8Array): Uint8Array {
  return bytesOf(hash('sha256', data, 'buffer'));
}

export function generateSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = rawTail(privateKey.export({ format: 'der', type: 'pkcs8' }));
  return { publicKey: publicKeyOf(seed), seed };
}

/** The public key that belongs to a seed. Throws when the seed is not 32 bytes long. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return rawTail(createPublicKey(privateKeyFrom(seed)).export({ format: 'der', type: 'spki' }));
}

/** The Ed25519 signature of `message`, 64 bytes. Throws when the seed is not 32 bytes long. Who signs often uses `signer`. */
export function sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return signer(seed)(message);
}

/** Signs with this seed, which it reads once: that costs ten times what a signature does. Throws when it is not 32 bytes long. */
export function signer(seed: Uint8Array): Ed25519Sign {
  const privateKey = privateKeyFrom(seed);
  return (message) => bytesOf(nodeSign(null, message, privateKey));
}

/**
 * Strict Ed25519 verification: false for anything of a wrong length, for keys and commitments (the signature's first half)
 * that are not canonical points or are of small order, and for an S that is not reduced, which the library checks itself
 * (RFC 8032 §5.1.7). So one signature fits one message and one key, and cannot be rewritten into another that fits.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = strictKey(publicKey, signature);
  return key !== null && nodeVerify(null, message, key, signature);
}

/** The same by one key, in a thread of the pool. */
export const verifier =
  (publicKey: Uint8Array) =>
  async (message: Uint8Array, signature: Uint8Array): Promise<boolean> => {
    const key = strictKey(publicKey, signature);
    if (key === null) return false;
    return new Promise((resolve, reject) =>
      nodeVerify(null, message, key, signature, (fault, fits) => (fault ? reject(fault) : resolve(fits))),
    );
  };

/** Null where key or signature is none that is taken. */
function strictKey(publicKey: Uint8Array, signature: Uint8Array): KeyObject | null {
  if (publicKey.length !== KEY_LENGTH || signature.length !== SIGNATURE_LENGTH) return null;
  if (!isStrictPoint(signature.subarray(0, KEY_LENGTH))) return null;
  const name = Buffer.from(publicKey).toString('latin1');
  const known = knownKeys.get(name);
  if (known) return known;
  if (!isStrictPoint(publicKey)) return null;
  const der = Buffer.concat([PUBLIC_KEY_DER_PREFIX, publicKey]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  knownKeys.set(name, key);
  return key;
}

/** Keys that were read, by their bytes: reading one costs as much as verifying by it does. */
const knownKeys = new LRUCache<string, KeyObject>({ max: 2_000 });

function privateKeyFrom(seed: Uint8Array): KeyObject {
  if (seed.length !== KEY_LENGTH) throw new Error('the seed of an Ed25519 key has 32 bytes');
  const der = Buffer.concat([PRIVATE_KEY_DER_PREFIX, seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** The raw key at the end of its DER form, as a copy that does not keep the pool alive. */
const rawTail = (der: Buffer): Uint8Array => new Uint8Array(der.subarray(-KEY_LENGTH));

/** Plain bytes instead of a Buffer, whose `slice` does not copy. */
const bytesOf = (buffer: Buffer): Uint8Array =>
  new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
