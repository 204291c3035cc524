import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addCommands, COMMANDS } from '../../../shared/cli/add-commands.ts';
import type { Terminal } from '../../../shared/cli/terminal.ts';
import { wordsIn } from '../../../shared/words/words.ts';

const terminal = { words: wordsIn('en') } as Terminal;

const added = async (line: readonly string[]): Promise<readonly string[]> => {
  const program = new Command();
  await addCommands(program, terminal, line);
  return program.commands.map((command) => command.name());
};

test.each(COMMANDS.flatMap(({ names }) => names.map((name) => [name, names] as const)))(
  'latchkey %s loads what adds it, and nothing else',
  async (name, names) => expect(await added([name, '--json'])).toEqual(names),
);

test('help and what is no command have all of them', async () => {
  const all = COMMANDS.flatMap(({ names }) => names);
  for (const line of [[], ['--help'], ['help', 'request'], ['reqest']])
    expect(await added(line)).toEqual(all);
});

test('the version needs none', async () => expect(await added(['--version'])).toEqual([]));
