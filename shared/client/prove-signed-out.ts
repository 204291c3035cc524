import { createHash, randomBytes } from 'node:crypto';
import { signedOutOutput } from '../contract/api-schemas.ts';
import { signedOutText } from '../domain/signed-out-text.ts';
import { isSignedBy, parseNote } from '../log/signed-note.ts';
import { createClient } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logIdentity } from './log-identity.ts';

/**
 * Whether the service that was pinned on joining says that this device is signed out. A refusal alone says nothing: whoever
 * takes the service's port can answer 401. This is signed by the pinned log key, over a nonce made here and the hash of this
 * device's token. False for every other answer, and for none.
 */
export async function isProvenSignedOut(
  url: string,
  identity: Pick<Identity, 'token' | 'log'>,
): Promise<boolean> {
  const about = {
    nonce: randomBytes(32).toString('base64url'),
    tokenHash: createHash('sha256').update(identity.token).digest('hex'),
  };
  // Without the token: who may be somebody else need not get it again.
  const client = createClient({ url, token: null });
  try {
    const { note } = signedOutOutput.parse(await client.api.session.signedOut.query(about));
    if (note === null) return false;
    const parsed = parseNote(note);
    if (!parsed.ok || parsed.value.text !== signedOutText(about)) return false;
    const { key, verify } = logIdentity(identity);
    return isSignedBy(parsed.value, key, verify);
  } catch {
    // Nobody there, somebody else, or a service that is too old to say it.
    return false;
  } finally {
    await client.close();
  }
}
