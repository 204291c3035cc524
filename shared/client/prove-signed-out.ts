import { randomBytes } from 'node:crypto';
import { signedOutOutput } from '../contract/api-schemas.ts';
import { signedOutText } from '../domain/signed-out-text.ts';
import type { Identity } from './identity.ts';
import { isSignedNote } from './is-signed-note.ts';
import { openApi } from './open-api.ts';

/**
 * Whether the service that was pinned on joining says that this device is signed out. A refusal alone says nothing: whoever
 * takes the service's port can answer 401. This is signed by the pinned log key, over a nonce made here and this device's id.
 * False for every other answer, and for none: nobody there, somebody else, or a service that is too old to say it.
 */
export async function isProvenSignedOut(
  url: string,
  identity: Pick<Identity, 'deviceId' | 'log'>,
): Promise<boolean> {
  const about = { nonce: randomBytes(32).toString('base64url'), deviceId: identity.deviceId };
  try {
    const { note } = signedOutOutput.parse(await openApi(url, {}).session.signedOut.query(about));
    return isSignedNote(note, signedOutText(about), identity);
  } catch {
    return false;
  }
}
