import { verifier, verify } from './node-crypto.ts';

/** Key and signature are in base64url. */
interface ToCheck {
  readonly publicKey: string;
  readonly message: Uint8Array;
  readonly signature: string;
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64url');

/** Whether an Ed25519 signature is that of this key over this message, strictly. */
export const signatureFits = ({ publicKey, message, signature }: ToCheck): boolean =>
  verify(bytes(publicKey), message, bytes(signature));

/** The same in a thread of the pool. */
export const signatureFitsSoon = ({ publicKey, message, signature }: ToCheck): Promise<boolean> =>
  verifier(bytes(publicKey))(message, bytes(signature));
