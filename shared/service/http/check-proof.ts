import type { Caller } from '../../api/api.ts';
import { proofMessage, readProof, type Proof, type Proven } from '../../contract/call-proof.ts';
import type { Nonces } from './nonces.ts';
import type { UsedProofs } from './used-proofs.ts';

/** A device that is registered now, of a member. */
export interface KnownDevice {
  readonly caller: Caller;
  /** Whether its signing key made this signature (64 bytes). */
  isSigned(message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

export interface ProofParts {
  /** The device of this id; null where there is none, or it may do nothing. */
  identify(deviceId: string): KnownDevice | null | Promise<KnownDevice | null>;
  /** Of the service's log. */
  readonly origin: string;
  readonly nonces: Nonces;
  readonly used: UsedProofs;
}

export type Checked =
  | { readonly kind: 'proven'; readonly caller: Caller; readonly body: string | null }
  /** Nothing is wrong but that it is late, or by another life of the service: who it is of may try again. */
  | { readonly kind: 'oldNonce' }
  /** No proof, one of a device that is not there, by another key, or of another call. */
  | { readonly kind: 'wrong' }
  /** It was taken before. */
  | { readonly kind: 'again' }
  /** This device has proven more calls than is kept of one. */
  | { readonly kind: 'full' };

/** Whose call it is that carries the proof `text`. What costs least is looked at first. */
export async function checkProof(parts: ProofParts, text: string, of: Proven): Promise<Checked> {
  const proof = readProof(text);
  if (proof === null || (of.kind === 'call') !== (proof.body !== null)) return { kind: 'wrong' };
  if (parts.nonces.slotOf(proof.nonce) === null) return { kind: 'oldNonce' };
  const device = await parts.identify(proof.device);
  if (device === null || !(await isBy(device, parts.origin, proof, of))) return { kind: 'wrong' };
  // Asked again: the look-up and the signature took their time.
  const slot = parts.nonces.slotOf(proof.nonce);
  if (slot === null) return { kind: 'oldNonce' };
  const seen = parts.used.take(slot, proof);
  return seen === 'first' ? { kind: 'proven', caller: device.caller, body: proof.body } : { kind: seen };
}

const isBy = (device: KnownDevice, origin: string, proof: Proof, of: Proven): Promise<boolean> =>
  device.isSigned(proofMessage(origin, proof, of), Buffer.from(proof.signature, 'base64url'));
