import { Command } from 'commander';
import { expect, it } from 'vitest';
import { COMMANDS } from '../../../shared/cli/add-commands.ts';
import { offerPassphraseFile } from '../../../shared/cli/passphrase-option.ts';
import type { Terminal } from '../../../shared/cli/terminal.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const words = wordsIn('en');

it.each([
  ['devices', 'remove'],
  ['devices', 'rename'],
  ['history', 'verify'],
  ['runners', 'sign-in'],
  ['pools', 'check'],
])('the help of latchkey %s %s names --passphrase-file', async (name, below) => {
  const program = new Command('latchkey');
  const named = COMMANDS.find(({ names }) => names.includes(name));
  (await named?.load())?.(program, { words } as Terminal);
  offerPassphraseFile(program, words, () => undefined);
  const command = program.commands.find((each) => each.name() === name);
  const found = command?.commands.find((each) => each.name() === below);
  expect(found?.helpInformation()).toContain('--passphrase-file');
});
