import type { Hash } from '../../lib/said.ts';
import { sealedStatement, type SignedStatement, type StatementType } from './statement.ts';

const encoder = new TextEncoder();

/** A device as it was registered. `signingKey`: base64url raw 32 bytes of an Ed25519 public key. */
export interface SigningDevice {
  readonly deviceId: string;
  readonly person: string;
  readonly signingKey: string;
}

/** Why a statement is not what it is said to be. */
export type StatementFault = 'version' | 'log' | 'type' | 'person' | 'device' | 'signature';

/** What is left to do: does this signature fit? Bytes as RFC 8032 has them; the primitive is whoever's asks. */
export interface SignatureToCheck {
  readonly publicKey: string;
  readonly message: Uint8Array;
  readonly signature: string;
}

/**
 * Whether a statement is one of this type, for this log, by this device and its person. What is left is its signature, which
 * the caller verifies: in a thread, or at once. Pure.
 */
export function checkStatement(
  hash: Hash,
  { statement, signature }: SignedStatement,
  meant: { readonly log: string; readonly type: StatementType; readonly device: SigningDevice },
): SignatureToCheck | StatementFault {
  const { v, log, type, by, device } = statement;
  if ((v as number) !== 1) return 'version';
  if (log !== meant.log) return 'log';
  if (type !== meant.type) return 'type';
  if (by !== meant.device.person) return 'person';
  if (device !== meant.device.deviceId) return 'device';
  const message = encoder.encode(sealedStatement(hash, statement).text);
  return { publicKey: meant.device.signingKey, message, signature };
}
