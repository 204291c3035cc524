import type { Command } from 'commander';

const HELP: readonly string[] = ['--help', '-h', 'help'];

/**
 * The words without asking for help where that is asked of a command that is not there: else the help of all others would be
 * shown as if it was that, and the command end well.
 */
export function helpless(program: Command, words: readonly string[]): readonly string[] {
  const asked = words.filter((word) => !HELP.includes(word));
  let command = program;
  for (const word of asked) {
    // The program has no options that a word comes after.
    if (command === program && word.startsWith('-')) continue;
    // Below are arguments, and what options are given.
    if (
      word.startsWith('-') ||
      command.commands.length === 0 ||
      (command !== program && command.options.length > 0)
    )
      break;
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word));
    if (!next) return asked;
    command = next;
  }
  return words;
}
