import type { Command } from 'commander';
import { rekeyIdentity } from '../../client/identity-file.ts';
import { newPassphraseKey } from '../../client/passphrase-seal.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { askNewPassphrase, newPassphraseIn } from '../ask-passphrase.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';
import { openIdentityOf } from '../unlock-identity.ts';

interface Options {
  readonly newPassphraseFile?: string;
  readonly remove?: boolean;
  readonly json?: boolean;
}

export function addPassphrase(program: Command, terminal: Terminal): void {
  program
    .command('passphrase')
    .description('protect the keys of this device with a passphrase, change it, or take it away')
    .option('--passphrase-file <file>', 'where the one of now is, for you alone; otherwise it is asked for')
    .option('--new-passphrase-file <file>', 'where the new one is, for you alone; otherwise it is asked for')
    .option('--remove', 'keep the keys in a file of mode 0600 that nothing is asked for')
    .option('--json', 'as one JSON document')
    .action((options: Options) => change(terminal, options));
}

async function change(
  terminal: Terminal,
  { newPassphraseFile, remove = false, json }: Options,
): Promise<void> {
  if (remove && newPassphraseFile !== undefined)
    throw wrongUsage('Choose --remove or --new-passphrase-file, not both.');
  const home = latchkeyHome(terminal.environment);
  const { identity, key } = await openIdentityOf(terminal, home);
  const next = remove ? null : await newPassphraseKey(await chosen(terminal, newPassphraseFile));
  const done = await rekeyIdentity(home, identity, next);
  if (!done.ok) throw new CliFailure(EXIT.refused, done.error, 'conflict');
  if (json) return printJson(terminal, { isProtected: next !== null });
  terminal.note(next === null ? REMOVED : key === null ? SET : CHANGED);
}

async function chosen(terminal: Terminal, file: string | undefined): Promise<string> {
  if (file !== undefined) return newPassphraseIn(file);
  const { keyboard } = terminal;
  if (!keyboard)
    throw wrongUsage(
      'There is no terminal to ask for the new passphrase: name a file that has it (mode 0600) with --new-passphrase-file FILE.',
    );
  const passphrase = await askNewPassphrase(terminal, keyboard);
  keyboard.close();
  return passphrase;
}

const SET =
  'The keys of this device are protected by the passphrase now. Nobody can recover it: who forgets it joins anew with an invite. Copies of the file from before, as in a backup, still open without it.\n';
const CHANGED =
  'The passphrase is changed. Copies of the file from before, as in a backup, still open with the old one.\n';
const REMOVED =
  'The keys of this device are in a file that only your user can read (mode 0600). Nothing is asked for any more.\n';
