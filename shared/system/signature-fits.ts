import { verifier, verify } from './node-crypto.ts';

interface ToCheck {
  readonly publicKey: string;
  readonly message: Uint8Array;
  readonly signature: string;
}

/** Whether an Ed25519 signature is that of this key over this message, strictly. Key and signature are in base64url. */
export const signatureFits = ({ publicKey, message, signature }: ToCheck): boolean =>
  verify(Buffer.from(publicKey, 'base64url'), message, Buffer.from(signature, 'base64url'));

/** The same, found in a thread of the pool: meanwhile who asks goes on. */
export const signatureFitsInThread = ({ publicKey, message, signature }: ToCheck): Promise<boolean> =>
  verifier(Buffer.from(publicKey, 'base64url'))(message, Buffer.from(signature, 'base64url'));
