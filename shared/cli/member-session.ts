import { createClient, type Client } from '../client/create-client.ts';
import { loadIdentity } from '../client/identity-file.ts';
import type { Identity } from '../client/identity.ts';
import { visibleText } from '../lib/visible-text.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import { alarmText, raisedAlarm, whyNotSent } from './raised-alarm.ts';
import type { Terminal } from './terminal.ts';

/** What a command of somebody who has joined works with. */
export interface MemberSession {
  readonly home: string;
  readonly identity: Identity;
  readonly client: Client;
  readonly api: Client['api'];
}

/**
 * Runs `work` as the member whose identity is in LATCHKEY_HOME, and closes the connection afterwards. After an alarm of the
 * history every command says so, and its client sends nothing that gives somebody something (`whyNotSent`). `saysAlarm` is
 * false for a command that says it itself.
 */
export async function asMember<T>(
  terminal: Terminal,
  work: (session: MemberSession) => Promise<T>,
  { saysAlarm = true }: { readonly saysAlarm?: boolean } = {},
): Promise<T> {
  const home = latchkeyHome(terminal.environment);
  const loaded = await loadIdentity(home);
  if (!loaded.ok) throw new CliFailure(EXIT.usage, loaded.error, 'notJoined');
  const identity = loaded.value;
  const alarm = saysAlarm ? await raisedAlarm(home, identity) : null;
  if (alarm) terminal.note(`${visibleText(alarmText(alarm))}\n`);
  const { url, token } = identity;
  const client = createClient({ url, token, whyNotSent: (path) => whyNotSent(path, home, identity) });
  try {
    return await work({ home, identity, client, api: client.api });
  } finally {
    await client.close();
  }
}
