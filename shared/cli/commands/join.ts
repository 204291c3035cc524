import type { Command } from 'commander';
import { hostname } from 'node:os';
import { keptIdentity, reserveIdentity } from '../../client/identity-file.ts';
import { saveAddresses } from '../../client/kept-addresses.ts';
import type { Identity } from '../../client/identity.ts';
import { joinService } from '../../client/join-service.ts';
import { newPassphraseKey, type PassphraseKey } from '../../client/passphrase-seal.ts';
import { pendingInFile } from '../../client/pending-join.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { trustAuthoritiesOf } from '../../system/authorities.ts';
import { fingerprintWords } from '../../system/key-words.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { LIMITS } from '../../contract/limits.ts';
import { askNewPassphrase, askWhetherToProtect, newPassphraseIn } from '../ask-passphrase.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, refused, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import { readInvite } from '../read-invite.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly device: string;
  readonly replace?: boolean;
  readonly passphraseFile?: string;
  /** False with `--no-passphrase`. */
  readonly passphrase: boolean;
  readonly json?: boolean;
}

export function addJoin(program: Command, terminal: Terminal): void {
  program
    .command('join')
    .description('make this device yours, with an invite')
    .argument('[invite]', 'the address of the service; or the whole line of the invite, in quotes')
    .argument(
      '[code]',
      'of the invite; better left out: what is missing is asked for, or read from standard input',
    )
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
    .option('--json', 'as one JSON document')
    .action((first: string | undefined, code: string | undefined, options: Options) => {
      checkLength('name of the device', options.device, LIMITS.nameLength);
      return join(terminal, { first, code }, options);
    });
}

async function join(
  terminal: Terminal,
  words: Parameters<typeof readInvite>[1],
  options: Options,
): Promise<void> {
  const home = latchkeyHome(terminal.environment);
  trustAuthoritiesOf(home);
  await checkIsFree(home, options);
  const { service: url, code, founding: meant } = await readInvite(terminal, words);
  const key = await keyOf(terminal, options);
  const place = await roomIn(home);
  try {
    // Another command may have joined while the invite was asked for.
    await checkIsFree(home, options);
    let told: readonly string[] = [];
    let recoveryWords: string | null = null;
    const pending = pendingInFile(home);
    const joined = await joinService({
      ...{ url, code, founding: meant, deviceName: options.device, pending },
      onAddresses: (addresses) => (told = addresses),
      onRecoveryWords: (words) => (recoveryWords = words),
    });
    if (!joined.ok) throw refused(joined.error);
    await place.save(joined.value, key);
    // Not worth a failure: the service tells them again.
    await saveAddresses(home, { log: joined.value.log.key, told, lastUsed: null }).catch(() => undefined);
    const { member, organisation, deviceId, founding } = joined.value;
    const fingerprint = founding && fingerprintWords(founding);
    const said = { member, organisation, deviceId, url: joined.value.url, fingerprint, recoveryWords };
    if (options.json) printJson(terminal, said);
    else sayJoined(terminal, said);
    // Not before they were told.
    await pending.forget();
  } finally {
    await place.release();
  }
}

function sayJoined(
  terminal: Terminal,
  what: Pick<Identity, 'member' | 'organisation'> & {
    readonly fingerprint: string | null;
    readonly recoveryWords: string | null;
  },
): void {
  const { member, fingerprint, recoveryWords } = what;
  const organisation = visibleText(what.organisation);
  const who = `${visibleText(member.name)} <${visibleText(member.id)}>`;
  terminal.note(
    recoveryWords === null
      ? `Joined ${organisation} as ${who}.\n`
      : `Founded ${organisation} as its owner, ${who}.\n`,
  );
  if (fingerprint !== null)
    terminal.note(
      `It is known by: ${fingerprint}\nThe others see the same words: compare them where it matters.\n`,
    );
  if (recoveryWords !== null)
    terminal.note(
      `\nRecovery key: ${recoveryWords}\nWrite it down and keep it away from computers: it is shown only now. Where no owner has a device any more, it signs in one (latchkey recover), once.\n`,
    );
}

/** No identity is replaced unasked: with it went the access of a device. */
async function checkIsFree(home: string, { replace }: Options): Promise<void> {
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
  { passphrase, passphraseFile }: Options,
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
