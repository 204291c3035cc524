import type { Command } from 'commander';
import { hostname } from 'node:os';
import { keptIdentity, reserveIdentity } from '../client/identity-file.ts';
import type { Identity } from '../client/identity.ts';
import { saveAddresses } from '../client/kept-addresses.ts';
import { newPassphraseKey, type PassphraseKey } from '../client/passphrase-seal.ts';
import { pendingInFile, type PendingJoins } from '../client/pending-join.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Result } from '../lib/result.ts';
import { visibleText } from '../lib/visible-text.ts';
import { trustAuthoritiesOf } from '../system/authorities.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { askNewPassphrase, askWhetherToProtect, newPassphraseIn } from './ask-passphrase.ts';
import { CliFailure, refused, wrongUsage } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

export interface EnterOptions {
  readonly device: string;
  readonly json?: boolean;
  readonly replace?: boolean;
  readonly passphraseFile?: string;
  /** False with `--no-passphrase`. */
  readonly passphrase: boolean;
}

/** The options of whoever makes this LATCHKEY_HOME a device of somebody. */
export const withEnterOptions = (command: Command): Command =>
  command
    .option('--device <name>', 'what this device is called', hostname().slice(0, 100) || 'a terminal')
    .option(
      '--passphrase-file <file>',
      'protect the keys with the passphrase in it (for you alone, mode 0600)',
    )
    .option(
      '--no-passphrase',
      'keep the keys in a file of mode 0600; so it is where there is no terminal to ask',
    )
    .option('--replace', 'although this device has joined a service already')
    .option('--json', 'as one JSON document');

interface Entering<T> {
  /** What it takes: asked for before anything is sent. */
  ask(): Promise<T>;
  enter(
    what: T,
    more: {
      readonly pending: PendingJoins;
      readonly onAddresses: (told: readonly string[]) => void;
    },
  ): Promise<Result<Identity, Refusal>>;
  /** Tells what came of it, which may be told this once. */
  say(identity: Identity): void;
}

/** Makes this LATCHKEY_HOME a device of somebody, one at a time; what was spent for it is spent only where its result can be kept. */
export async function enterHere<T>(
  terminal: Terminal,
  options: EnterOptions,
  { ask, enter, say }: Entering<T>,
): Promise<void> {
  const home = latchkeyHome(terminal.environment);
  trustAuthoritiesOf(home);
  await checkIsFree(home, options);
  const what = await ask();
  const key = await keyOf(terminal, options);
  const place = await roomIn(home);
  try {
    // Another command may have joined while something was asked for.
    await checkIsFree(home, options);
    let told: readonly string[] = [];
    const pending = pendingInFile(home);
    const joined = await enter(what, { pending, onAddresses: (addresses) => (told = addresses) });
    if (!joined.ok) throw refused(joined.error);
    await place.save(joined.value, key);
    // Not worth a failure: the service tells them again.
    await saveAddresses(home, { log: joined.value.log.key, told, lastUsed: null }).catch(() => undefined);
    say(joined.value);
    // What is told this once is not forgotten before it went out.
    if ((await terminal.written()) === null) await pending.forget();
  } finally {
    await place.release();
  }
}

/** No identity is replaced unasked: with it went the access of a device. */
async function checkIsFree(home: string, { replace }: EnterOptions): Promise<void> {
  const kept = await keptIdentity(home);
  const before = kept.kind === 'open' ? kept.identity : kept.kind === 'locked' ? kept.locked.about : null;
  if (before && !replace)
    throw new CliFailure(
      EXIT.refused,
      `This device has joined ${visibleText(before.url)} already. Add --replace to leave it, or set LATCHKEY_HOME to another folder.`,
      'alreadyExists',
    );
}

/** How the keys are to be kept, before the invite is spent: under this key, or (null) in a file of mode 0600. */
async function keyOf(
  terminal: Terminal,
  { passphrase, passphraseFile }: EnterOptions,
): Promise<PassphraseKey | null> {
  if (!passphrase && passphraseFile !== undefined)
    throw wrongUsage('Choose --passphrase-file or --no-passphrase, not both.');
  if (passphraseFile !== undefined) return newPassphraseKey(await newPassphraseIn(passphraseFile));
  const { keyboard } = terminal;
  if (!passphrase || !keyboard) return null;
  const isMeant = await askWhetherToProtect(terminal, keyboard);
  const chosen = isMeant ? await askNewPassphrase(terminal, keyboard) : null;
  keyboard.close();
  return chosen === null ? null : newPassphraseKey(chosen);
}

/** Before the invite is spent: its result must have a place. */
async function roomIn(home: string): ReturnType<typeof reserveIdentity> {
  try {
    return await reserveIdentity(home);
  } catch (error) {
    throw new CliFailure(
      EXIT.fault,
      `The keys of this device could not be kept in ${home} (${(error as Error).message}). The invite was not used: make room or set LATCHKEY_HOME to another folder, then join again.`,
      'notWritable',
    );
  }
}
