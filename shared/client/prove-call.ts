import { createHash, randomBytes } from 'node:crypto';
import { proofMessage, proofText, type ProofClaims, type Proven } from '../contract/call-proof.ts';
import { signer } from '../system/node-crypto.ts';
import type { Identity } from './identity.ts';

/** What the calls of a device are proven with. */
export type CallIdentity = Pick<Identity, 'deviceId' | 'signing' | 'log'>;

/** 96 bits: no two calls of a device have one id. */
const ID_BYTES = 12;

/** Signs what this device sends. Each proof is for one call, and is never made twice. */
export interface Prover {
  /** `body`: as it is sent, in UTF-8. `nonce`: as the service there told it last; empty where it told none. */
  call(what: Omit<Extract<Proven, { kind: 'call' }>, 'kind'>, body: string, nonce: string): string;
  socket(nonce: string): string;
}

export function createProver({ deviceId: device, signing, log }: CallIdentity): Prover {
  const sign = signer(Buffer.from(signing.seed, 'base64url'));
  const prove = (of: Proven, body: string | null, nonce: string): string => {
    const claims: ProofClaims = { device, nonce, id: randomBytes(ID_BYTES).toString('base64url'), body };
    const signature = Buffer.from(sign(proofMessage(log.origin, claims, of))).toString('base64url');
    return proofText({ ...claims, signature });
  };
  return {
    call: (what, body, nonce) =>
      prove({ kind: 'call', ...what }, createHash('sha256').update(body).digest('hex'), nonce),
    socket: (nonce) => prove({ kind: 'socket' }, null, nonce),
  };
}
