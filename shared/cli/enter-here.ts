import type { Command } from 'commander';
import { hostname } from 'node:os';
import { keptIdentity, reserveIdentity } from '../client/identity-file.ts';
import type { Identity } from '../client/identity.ts';
import { saveAddresses } from '../client/kept-addresses.ts';
import type { PassphraseKey } from '../client/passphrase-seal.ts';
import { keyToJoinWith, pendingInFile, pendingKind } from '../client/pending-file.ts';
import type { PendingJoins } from '../client/pending-join.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Result } from '../lib/result.ts';
import { visibleText } from '../lib/visible-text.ts';
import { trustAuthoritiesOf } from '../system/authorities.ts';
import { latchkeyHome } from '../system/latchkey-home.ts';
import { askHidden, askNewPassphrase, askWhetherToProtect, newPassphraseIn } from './ask-passphrase.ts';
import { CliFailure, refused, wrongUsage } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import { sayFault } from './say-fault.ts';
import type { Terminal } from './terminal.ts';
import type { Words } from '../words/words.ts';
import { openIdentityOf } from './unlock-identity.ts';

export interface EnterOptions {
  readonly device: string;
  readonly json?: boolean;
  readonly replace?: boolean;
  readonly passphraseFile?: string;
  /** False with `--no-passphrase`. */
  readonly passphrase: boolean;
}

/** The options of whoever makes this LATCHKEY_HOME a device of somebody. */
export const withEnterOptions = (command: Command, { cli: { join, common } }: Words): Command =>
  command
    .option('--device <name>', join.device, hostname().slice(0, 100) || join.aTerminal)
    .option('--passphrase-file <file>', join.passphraseFile)
    .option('--no-passphrase', join.noPassphrase)
    .option('--replace', join.replace)
    .option('--json', common.json);

interface Entering<T> {
  /** What it takes: asked for before anything is sent. */
  ask(): Promise<T>;
  /** Whether that is good where it leads; asked before its holder is asked for more. */
  look(what: T): Promise<Result<unknown, Refusal>>;
  enter(
    what: T,
    more: {
      readonly pending: PendingJoins;
      readonly onAddresses: (told: readonly string[]) => void;
    },
  ): Promise<Result<Identity, Refusal>>;
  /** The public half of its key, in base64url. */
  keyOf(what: T): string;
  /** Tells what came of it. The words by which an organisation is recovered that was founded so are told this once. */
  say(identity: Identity, recoveryWords: string | null): void;
}

/**
 * Makes this LATCHKEY_HOME a device of somebody, one at a time; what was spent for it is spent only where its result can be kept. The
 * same once more, after a crash or a lost answer, ends as the first would have.
 */
export async function enterHere<T>(
  terminal: Terminal,
  options: EnterOptions,
  entering: Entering<T>,
): Promise<void> {
  if (!options.passphrase && options.passphraseFile !== undefined)
    throw wrongUsage(({ cli }) => cli.join.chooseOne);
  const home = latchkeyHome(terminal.environment);
  trustAuthoritiesOf(home);
  if (await tellOnceMore(terminal, { home, options, entering })) return;
  const what = await entering.ask();
  const isBegun = (await pendingKind(home)) !== 'none';
  const looked = isBegun ? null : await entering.look(what);
  if (looked && !looked.ok) throw refused(looked.error);
  const key = await keyHere(terminal, { home, options });
  const place = await roomIn(home);
  try {
    // Another command may have joined while something was asked for.
    await checkIsFree(home, options);
    let told: readonly string[] = [];
    const pending = pendingInFile(home, key);
    const joined = await entering.enter(what, { pending, onAddresses: (addresses) => (told = addresses) });
    if (!joined.ok) throw refused(joined.error);
    await place.save(joined.value, key);
    // Not worth a failure: the service tells them again.
    await saveAddresses(home, { log: joined.value.log.key, told, lastUsed: null }).catch(() => undefined);
    await tell(terminal, { identity: joined.value, pending, entering });
  } finally {
    await place.release();
  }
}

async function tell<T>(
  terminal: Terminal,
  {
    identity,
    pending,
    entering,
  }: { readonly identity: Identity; readonly pending: PendingJoins; readonly entering: Entering<T> },
): Promise<void> {
  entering.say(identity, (await pending.load())?.founding?.recoveryWords ?? null);
  // What is told this once is not forgotten before it went out.
  if ((await terminal.written()) === null) await pending.forget();
}

/** Whether the identity that is here came of the same, which ended before it had told all. Throws where it is another one. */
async function tellOnceMore<T>(
  terminal: Terminal,
  {
    home,
    options,
    entering,
  }: { readonly home: string; readonly options: EnterOptions; readonly entering: Entering<T> },
): Promise<boolean> {
  if ((await joinedHere(home)) === null || options.replace) return false;
  if ((await pendingKind(home)) === 'none') await checkIsFree(home, options);
  const what = await entering.ask();
  const { identity, key } = await openIdentityOf(terminal, home);
  const pending = pendingInFile(home, key);
  const left = await pending.load().catch(() => null);
  // What is left of another one is not this device's.
  if (left?.signing.publicKey !== identity.signing.publicKey) await checkIsFree(home, options);
  if (left?.inviteKey !== entering.keyOf(what))
    await checkIsFree(home, options, { isUntold: (left?.founding ?? null) !== null });
  await tell(terminal, { identity, pending, entering });
  return true;
}

/** Where this device has joined; null where it has not. Throws where that may be known to others, too: it is to be mended first. */
async function joinedHere(home: string): Promise<string | null> {
  const kept = await keptIdentity(home);
  if (kept.kind === 'exposed') throw new CliFailure(EXIT.usage, kept.why, 'exposed');
  return kept.kind === 'open' ? kept.identity.url : kept.kind === 'locked' ? kept.locked.about.url : null;
}

/** No identity is replaced unasked: with it went the access of a device. `isUntold`: nor is its recovery key known to anybody. */
async function checkIsFree(
  home: string,
  { replace }: EnterOptions,
  { isUntold }: { readonly isUntold: boolean } = { isUntold: false },
): Promise<void> {
  const url = await joinedHere(home);
  if (url !== null && !replace)
    throw new CliFailure(
      EXIT.refused,
      ({ cli: { join } }) => {
        const already = join.joinedAlready({ url: visibleText(url) });
        return isUntold ? `${already} ${join.untold}` : already;
      },
      'alreadyExists',
    );
}

/** How the keys are to be kept, before the invite is spent: under this key, or (null) in a file of mode 0600. */
async function keyHere(
  terminal: Terminal,
  { home, options }: { readonly home: string; readonly options: EnterOptions },
): Promise<PassphraseKey | null> {
  const passphrase = await passphraseHere(terminal, { home, options });
  const key = await keyToJoinWith(home, passphrase);
  if (key.ok) return key.value;
  throw passphrase === null
    ? new CliFailure(EXIT.usage, ({ cli, spoken }) => `${spoken(key.error)} ${cli.join.howToGive}`, 'locked')
    : new CliFailure(EXIT.refused, key.error, 'wrongPassphrase');
}

async function passphraseHere(
  terminal: Terminal,
  { home, options }: { readonly home: string; readonly options: EnterOptions },
): Promise<string | null> {
  const { keyboard } = terminal;
  if (options.passphraseFile !== undefined) return newPassphraseIn(options.passphraseFile);
  if (!options.passphrase || !keyboard) return null;
  try {
    if ((await pendingKind(home)) === 'sealed')
      return await askHidden(terminal, keyboard, terminal.words.cli.join.passphraseBegun);
    return (await askWhetherToProtect(terminal, keyboard))
      ? await askNewPassphrase(terminal, keyboard)
      : null;
  } finally {
    keyboard.close();
  }
}

/** Before the invite is spent: its result must have a place. */
async function roomIn(home: string): ReturnType<typeof reserveIdentity> {
  try {
    return await reserveIdentity(home);
  } catch (error) {
    throw new CliFailure(
      EXIT.fault,
      (words) => words.cli.join.noRoom({ home, why: sayFault(words, error) }),
      'notWritable',
    );
  }
}
