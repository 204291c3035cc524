import type { Command } from 'commander';
import type { Words } from '../words/words.ts';

/** Those that need no keys of a device, and the two that say themselves what they want such a file for. */
const OTHERS: ReadonlySet<string> = new Set([
  ...['init', 'service', 'backup', 'restore', 'fsck', 'provider'],
  ...['join', 'recover', 'passphrase'],
]);

/** Gives every command of a member `--passphrase-file`; `onGiven` is told of the one that the command line names. */
export function offerPassphraseFile(
  program: Command,
  { cli }: Words,
  onGiven: (file: string | undefined) => void,
): void {
  for (const command of program.commands) {
    if (OTHERS.has(command.name())) continue;
    // One that does nothing by itself has no options either (see `helpless`).
    const isGroup = command.commands.length > 0 && command.options.length === 0;
    for (const each of isGroup ? command.commands : [command, ...command.commands])
      each.option('--passphrase-file <file>', cli.passphrase.option);
  }
  program.hook('preAction', (_program, command) => {
    onGiven(command.optsWithGlobals<{ passphraseFile?: string }>().passphraseFile);
  });
}
