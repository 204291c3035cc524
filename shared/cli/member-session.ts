import { createClient, type Client } from '../client/create-client.ts';
import { loadIdentity } from '../client/identity-file.ts';
import type { Identity } from '../client/identity.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

/** What a command of somebody who has joined works with. */
export interface MemberSession {
  readonly home: string;
  readonly identity: Identity;
  readonly client: Client;
  readonly api: Client['api'];
}

/** Runs `work` as the member whose identity is in LATCHKEY_HOME, and closes the connection afterwards. */
export async function asMember<T>(
  terminal: Terminal,
  work: (session: MemberSession) => Promise<T>,
): Promise<T> {
  const home = latchkeyHome(terminal.environment);
  const identity = await loadIdentity(home);
  if (!identity.ok) throw new CliFailure(EXIT.usage, identity.error, 'notJoined');
  const { url, token } = identity.value;
  const client = createClient({ url, token });
  try {
    return await work({ home, identity: identity.value, client, api: client.api });
  } finally {
    await client.close();
  }
}
