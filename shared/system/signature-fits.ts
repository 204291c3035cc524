import { verify } from './node-crypto.ts';

/** Whether an Ed25519 signature is that of this key over this message, strictly. Key and signature are in base64url. */
export const signatureFits = ({
  publicKey,
  message,
  signature,
}: {
  readonly publicKey: string;
  readonly message: Uint8Array;
  readonly signature: string;
}): boolean => verify(Buffer.from(publicKey, 'base64url'), message, Buffer.from(signature, 'base64url'));
