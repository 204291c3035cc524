import { NONCE_HEADER, PROOF_HEADER, PROOF_PARAM } from '../../shared/contract/call-proof.ts';
import { PROTOCOL_PARAM, PROTOCOL_VERSION } from '../../shared/contract/protocol-version.ts';
import { createProver, type CallIdentity } from '../../shared/client/prove-call.ts';

/** The nonce that the service at `url` tells with any answer. */
export async function nonceAt(url: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/session.address`, { method: 'POST', headers, body: '{}' });
  await answer.arrayBuffer();
  return answer.headers.get(NONCE_HEADER) ?? '';
}

/** The header that proves one call that a test makes by hand, as a client does. */
export async function provenBy(
  identity: CallIdentity,
  url: string,
  { path, body = '', method = 'POST' }: { path: string; body?: string | undefined; method?: string },
): Promise<Record<string, string>> {
  return { [PROOF_HEADER]: createProver(identity).call({ method, path }, body, await nonceAt(url)) };
}

/** The first message on a socket that a test opens by hand. */
export async function helloOf(identity: CallIdentity, url: string): Promise<string> {
  const proof = createProver(identity).socket(await nonceAt(url));
  return helloWith(proof);
}

export const helloWith = (proof: string): string =>
  JSON.stringify({
    method: 'connectionParams',
    data: { [PROOF_PARAM]: proof, [PROTOCOL_PARAM]: String(PROTOCOL_VERSION) },
  });
