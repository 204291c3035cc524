import type { SignatureToCheck } from '../domain/statements/check-statement.ts';
import { verify } from '../system/node-crypto.ts';

/** Whether a signature is that of this key over this message. */
export const signatureFits = ({ publicKey, message, signature }: SignatureToCheck): boolean =>
  verify(Buffer.from(publicKey, 'base64url'), message, Buffer.from(signature, 'base64url'));
