import { randomBytes } from 'node:crypto';
import { isSignedBy, parseNote } from '../log/signed-note.ts';
import { createClient, type Client } from './create-client.ts';
import type { Identity } from './identity.ts';
import { logIdentity } from './log-identity.ts';

interface Question {
  /** What has to be signed, over a nonce made here. */
  text(nonce: string): string;
  /** The note that is answered; null where there is none. */
  ask(api: Client['api'], nonce: string): Promise<string | null>;
  readonly callTimeoutMs?: number;
}

/**
 * Whether who answers at `url` signs a text by the log's key that was pinned. Asked without the token: who may be somebody else
 * need not get it. False for every other answer, and for none: nobody there, somebody else, or a service that is too old to
 * say it.
 */
export async function isProven(
  url: string,
  identity: Pick<Identity, 'log'>,
  { text, ask, ...patience }: Question,
): Promise<boolean> {
  const nonce = randomBytes(32).toString('base64url');
  const client = createClient({ url, token: null, ...patience });
  try {
    const parsed = parseNote((await ask(client.api, nonce)) ?? '');
    if (!parsed.ok || parsed.value.text !== text(nonce)) return false;
    const { key, verify } = logIdentity(identity);
    return isSignedBy(parsed.value, key, verify);
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
