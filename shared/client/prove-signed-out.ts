import { createHash } from 'node:crypto';
import { signedOutOutput } from '../contract/api-schemas.ts';
import { signedOutText } from '../domain/signed-out-text.ts';
import type { Identity } from './identity.ts';
import { isProven } from './is-proven.ts';

/**
 * Whether the service that was pinned on joining says that this device is signed out. A refusal alone says nothing: whoever
 * takes the service's port can answer 401. This is signed by the pinned log key, over a nonce made here and the hash of this
 * device's token.
 */
export function isProvenSignedOut(url: string, identity: Pick<Identity, 'token' | 'log'>): Promise<boolean> {
  const tokenHash = createHash('sha256').update(identity.token).digest('hex');
  return isProven(url, identity, {
    text: (nonce) => signedOutText({ nonce, tokenHash }),
    ask: async (api, nonce) =>
      signedOutOutput.parse(await api.session.signedOut.query({ nonce, tokenHash })).note,
  });
}
