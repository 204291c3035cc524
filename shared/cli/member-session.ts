import { createClient, type Client } from '../client/create-client.ts';
import type { Identity } from '../client/identity.ts';
import { openAddresses } from '../client/kept-addresses.ts';
import { lastSeen } from '../client/last-seen.ts';
import { logFiles } from '../client/log-files.ts';
import { logIdentity } from '../client/log-identity.ts';
import { isProvenSignedOut } from '../client/prove-signed-out.ts';
import { refusalOf } from '../client/refusal-of.ts';
import { createSigner } from '../client/signer.ts';
import { visibleText } from '../lib/visible-text.ts';
import { trustAuthoritiesOf } from '../system/authorities.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { CliFailure } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import { keyTakeover, type KeyTakeover } from './key-takeover.ts';
import { alarmText, raisedAlarm, whyNotSent } from './raised-alarm.ts';
import type { Terminal } from './terminal.ts';
import type { Words } from '../words/words.ts';
import { openIdentityOf, type OpenIdentity } from './unlock-identity.ts';

/** What a command of somebody who has joined works with. */
export interface MemberSession {
  readonly home: string;
  readonly identity: Identity;
  readonly client: Client;
  readonly api: Client['api'];
  readonly keys: Pick<KeyTakeover, 'now' | 'latest'>;
}

/**
 * Runs `work` as the member whose identity is in LATCHKEY_HOME, and closes the connection afterwards. After an alarm of the
 * history every command says so, and its client sends nothing that gives somebody something (`whyNotSent`). That another
 * address than before is used is said, too. `saysAlarm` and `saysAddress` are false for a command that says it itself.
 */
export async function asMember<T>(
  terminal: Terminal,
  work: (session: MemberSession) => Promise<T>,
  { saysAlarm = true, saysAddress = true, unlocked = null }: Says = {},
): Promise<T> {
  const home = latchkeyHome(terminal.environment);
  trustAuthoritiesOf(home);
  const { identity, key } = unlocked ?? (await openIdentityOf(terminal, home));
  const alarm = saysAlarm ? await raisedAlarm(home, identity) : null;
  if (alarm) terminal.note(`${visibleText(alarmText(terminal.words, alarm))}\n`);
  const { addresses, settled } = await openAddresses(home, identity);
  if (saysAddress) addresses.onUse((...moved) => terminal.note(`${movedText(terminal.words, ...moved)}\n`));
  const keys = keyTakeover({ home, identity, key }, { client: () => client, terminal });
  addresses.onOtherKey(keys.begin);
  const files = logFiles(home, logIdentity(identity));
  const seen = lastSeen(identity, {
    kept: async () => ((await files.raised()) === null ? files.headOnly() : 'doubted'),
    api: () => client.api,
  });
  const client: Client = createClient({
    url: addresses,
    identity,
    signer: createSigner({ identity, now: () => terminal.clock.now(), seen }),
    clock: terminal.clock,
    whyNotSent: (path) => whyNotSent(path, home, identity),
  });
  // Who stays for long hears of addresses that are new.
  client.onSocket((state) => {
    if (state === 'open') client.api.session.me.query().catch(() => undefined);
  });
  try {
    return await work({ home, identity, client, api: client.api, keys });
  } catch (fault) {
    if (await saysSignedOut(fault, client, identity)) throw signedOut();
    throw fault;
  } finally {
    await keys.settled();
    await client.close();
    await settled();
  }
}

/** What a command ends with when the device's own service said that it is signed out. */
export const signedOut = (): CliFailure =>
  new CliFailure(EXIT.refused, ({ cli }) => cli.session.signedOut, 'notSignedIn');

/** Whether a refusal means that this device is signed out, which its own service alone is believed. */
export async function saysSignedOut(
  fault: unknown,
  { addresses }: Pick<Client, 'addresses'>,
  identity: Identity,
): Promise<boolean> {
  const code = fault instanceof CliFailure ? fault.code : refusalOf(fault)?.code;
  return code === 'notSignedIn' && isProvenSignedOut(addresses.inUse, identity);
}

interface Says {
  readonly saysAlarm?: boolean;
  readonly saysAddress?: boolean;
  /** Where it was opened already. */
  readonly unlocked?: OpenIdentity | null;
}

/** That the service is used at another address from now on. */
export const movedText = ({ cli }: Words, address: string, before: string): string =>
  cli.session.moved({ before, address });
