import type { Command } from 'commander';

/** Those that need no keys of a device, and the two that say themselves what they want such a file for. */
const OTHERS: ReadonlySet<string> = new Set([
  ...['init', 'service', 'backup', 'restore', 'fsck', 'provider'],
  ...['join', 'recover', 'passphrase'],
]);

/** Gives every command of a member `--passphrase-file`; `onGiven` is told of the one that the command line names. */
export function offerPassphraseFile(program: Command, onGiven: (file: string | undefined) => void): void {
  for (const command of program.commands) {
    if (OTHERS.has(command.name())) continue;
    // One that does nothing by itself has no options either (see `helpless`): those below it have them.
    const isGroup = command.commands.length > 0 && command.options.length === 0;
    for (const each of isGroup ? command.commands : [command])
      each.option(
        '--passphrase-file <file>',
        'where the passphrase of this device’s keys is, for you alone (mode 0600); otherwise it is asked for',
      );
  }
  program.hook('preAction', (_program, command) => {
    onGiven(command.optsWithGlobals<{ passphraseFile?: string }>().passphraseFile);
  });
}
