import { canonicalBytes } from '../lib/canonical-json.ts';

/**
 * The proof that a call comes from a device: its signature over the call, over a nonce of the service and over an id that no
 * other call has (as RFC 9449 does for tokens). Nothing in it is of use to who reads it.
 */

/** Of a call over HTTP: its proof. Of each answer: the nonce for the next one. */
export const PROOF_HEADER = 'latchkey-proof';
export const NONCE_HEADER = 'latchkey-nonce';
/** Of the `connectionParams` of a socket. */
export const PROOF_PARAM = 'proof';

/** What is proven. `method` as HTTP writes it, `path` without the slash in front; both as they are sent. */
export type Proven =
  { readonly kind: 'call'; readonly method: string; readonly path: string } | { readonly kind: 'socket' };

export interface ProofClaims {
  readonly device: string;
  /** As the service told it; empty where none is known. */
  readonly nonce: string;
  /** Random, of this call alone. */
  readonly id: string;
  /** Lower case hex SHA-256 of the body's bytes; null of a socket, whose opening has none. */
  readonly body: string | null;
}

export interface Proof extends ProofClaims {
  /** 64 bytes, Ed25519 by the device's signing key over `proofMessage`. */
  readonly signature: string;
}

const PURPOSES = { call: 'latchkey-call-v1', socket: 'latchkey-socket-v1' } as const;

/**
 * The bytes that are signed: canonical JSON (RFC 8785).
 *
 * @param log the origin of the service's log, so that no other service takes it
 */
export function proofMessage(log: string, claims: ProofClaims, { kind, ...what }: Proven): Uint8Array {
  const { device, nonce, id, body } = claims;
  return canonicalBytes({
    ...{ purpose: PURPOSES[kind], log, device, nonce, id },
    ...(body !== null && { body }),
    ...what,
  });
}

/** A proof as it is sent: its parts in base64url and hex, with dots between. */
export const proofText = ({ device, nonce, id, body, signature }: Proof): string =>
  [device, nonce, id, body ?? '', signature].join('.');

const TEXT =
  /^([A-Za-z0-9_-]{1,200})\.([A-Za-z0-9_-]{0,100})\.([A-Za-z0-9_-]{16,43})\.([0-9a-f]{64})?\.([A-Za-z0-9_-]{86})$/;

/** Null of what is none. */
export function readProof(text: string): Proof | null {
  const [, device, nonce, id, body = null, signature] = TEXT.exec(text) ?? [];
  if (device === undefined || nonce === undefined || id === undefined || signature === undefined) return null;
  return { device, nonce, id, body, signature };
}
