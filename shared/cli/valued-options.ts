import type { Command } from 'commander';

/** The options of a program and of all its commands that take the word after them, whatever it looks like. */
export const valuedOptions = (program: Command): ReadonlySet<string> =>
  new Set(
    commandsIn(program).flatMap(({ options }) =>
      options.flatMap(({ required, short, long }) =>
        required ? [short, long].filter((flag) => flag !== undefined) : [],
      ),
    ),
  );

const commandsIn = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(commandsIn),
];

/** Whether a line has an option, and not only as what another one is given. */
export function hasOption(line: readonly string[], option: string, valued: ReadonlySet<string>): boolean {
  const ends = line.indexOf('--');
  return line.some(
    (word, at) => word === option && (ends < 0 || at < ends) && !(at > 0 && valued.has(line[at - 1] ?? '')),
  );
}
