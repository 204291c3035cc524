import { randomBytes } from 'node:crypto';
import { addressOutput } from '../contract/api-schemas.ts';
import { addressText } from '../domain/address-text.ts';
import { isSignedBy, parseNote } from '../log/signed-note.ts';
import { createClient } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logIdentity } from './log-identity.ts';

/** Who does not prove it by then is not asked for anything else; in milliseconds. */
const PROVEN_WITHIN_MS = 5_000;

/**
 * Whether who answers at `address` has the key of the log that was pinned, and is meant to be at that address. Asked without
 * the token. False for every other answer, and for none. A stranger who passes the question on to a service learns nothing:
 * no service signs an address that is not its own.
 */
export async function isOurAddress(address: string, identity: Pick<Identity, 'log'>): Promise<boolean> {
  const about = { nonce: randomBytes(32).toString('base64url'), address };
  const client = createClient({ url: address, token: null, callTimeoutMs: PROVEN_WITHIN_MS });
  try {
    const { note } = addressOutput.parse(await client.api.session.address.query(about));
    const parsed = parseNote(note ?? '');
    if (!parsed.ok || parsed.value.text !== addressText(about)) return false;
    const { key, verify } = logIdentity(identity);
    return isSignedBy(parsed.value, key, verify);
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
