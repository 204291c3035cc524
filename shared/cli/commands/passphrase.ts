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
  const { passphrase: words, common } = terminal.words.cli;
  program
    .command('passphrase')
    .description(words.what)
    .option('--passphrase-file <file>', words.file)
    .option('--new-passphrase-file <file>', words.newFile)
    .option('--remove', words.remove)
    .option('--json', common.json)
    .action((options: Options) => change(terminal, options));
}

async function change(
  terminal: Terminal,
  { newPassphraseFile, remove = false, json }: Options,
): Promise<void> {
  if (remove && newPassphraseFile !== undefined) throw wrongUsage(({ cli }) => cli.passphrase.chooseOne);
  const home = latchkeyHome(terminal.environment);
  const { identity, key } = await openIdentityOf(terminal, home);
  const next = remove ? null : await newPassphraseKey(await chosen(terminal, newPassphraseFile));
  const done = await rekeyIdentity(home, identity, next);
  if (!done.ok) throw new CliFailure(EXIT.refused, done.error, 'conflict');
  if (json) return printJson(terminal, { isProtected: next !== null });
  const { removed, set, changed } = terminal.words.cli.passphrase;
  terminal.note(`${next === null ? removed : key === null ? set : changed}\n`);
}

async function chosen(terminal: Terminal, file: string | undefined): Promise<string> {
  if (file !== undefined) return newPassphraseIn(file);
  const { keyboard } = terminal;
  if (!keyboard) throw wrongUsage(({ cli }) => cli.passphrase.noTerminal);
  const passphrase = await askNewPassphrase(terminal, keyboard);
  keyboard.close();
  return passphrase;
}
