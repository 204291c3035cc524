import type { Argument, Command, CommanderError, Option } from 'commander';
import type { Words } from '../words/words.ts';

type Usage = Words['cli']['usage'];

/** Has the parser of command lines show its help in these words. For all commands that are added afterwards. */
export function speakHelp(program: Command, { usage }: Words['cli']): Command {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': usage.titleUsage,
    'Arguments:': usage.titleArguments,
    'Options:': usage.titleOptions,
    'Commands:': usage.titleCommands,
  };
  const spoken = (text: string): string =>
    text.replace('[options]', usage.options).replace('[command]', usage.command);
  return program
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleUsage: spoken,
      styleSubcommandTerm: spoken,
      optionDescription: (option) => described(option, usage, hasValue(option)),
      argumentDescription: (argument) => described(argument, usage, true),
    })
    .helpOption('-h, --help', usage.help)
    .helpCommand('help [command]', usage.help);
}

/** Of what is said where it is left out; of others that says nothing. */
const hasValue = (option: Option): boolean => option.required || option.optional;

function described(
  { description, defaultValue }: Pick<Option | Argument, 'description' | 'defaultValue'>,
  { otherwise }: Usage,
  isShown: boolean,
): string {
  if (defaultValue === undefined || !isShown) return description;
  return `${description} ${otherwise({ value: JSON.stringify(defaultValue) })}`;
}

type Say = (usage: Usage, parts: readonly string[]) => string;

/** By the code of what the parser found wrong: where the parts of its sentence stand, and the same in other words. */
const WRONG: Readonly<Record<string, readonly [RegExp, Say]>> = {
  'commander.unknownOption': [
    /^unknown option '(.*)'$/,
    (usage, [option = '']) => usage.unknownOption({ option }),
  ],
  'commander.unknownCommand': [
    /^unknown command '(.*)'$/,
    (usage, [command = '']) => usage.unknownCommand({ command }),
  ],
  'commander.missingArgument': [
    /^missing required argument '(.*)'$/,
    (usage, [argument = '']) => usage.missingArgument({ argument }),
  ],
  'commander.optionMissingArgument': [
    /^option '(.*)' argument missing$/,
    (usage, [option = '']) => usage.missingValue({ option }),
  ],
  'commander.missingMandatoryOptionValue': [
    /^required option '(.*)' not specified$/,
    (usage, [option = '']) => usage.missingOption({ option }),
  ],
  'commander.invalidArgument': [
    /^option '(.*?)' argument '(.*)' is invalid\. (.*)$/s,
    (usage, [option = '', value = '', why = '']) => usage.invalidValue({ option, value, why }),
  ],
  'commander.excessArguments': [
    /^too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)\.$/,
    (usage, [command, expected, got]) => {
      const counts = { expected: Number(expected), got: Number(got) };
      return command === undefined ? usage.tooMany(counts) : usage.tooManyFor({ command, ...counts });
    },
  ],
};

const MEANT = /\n\(Did you mean (one of )?(.*)\?\)$/;

/** What is wrong with a command line, in these words; as the parser says it where that is not known. */
export function wrongLine(
  { code, message }: Pick<CommanderError, 'code' | 'message'>,
  { usage }: Words['cli'],
): string {
  const said = message.replace(/^error: /, '');
  const [pattern, say] = WRONG[code] ?? [];
  const [, ...parts] = pattern?.exec(said.replace(MEANT, '')) ?? [];
  if (!say || parts.length === 0) return said;
  const [, several, names = ''] = MEANT.exec(said) ?? [];
  const meant = several === undefined ? usage.meant({ one: names }) : usage.meantOneOf({ several: names });
  return names === '' ? say(usage, parts) : `${say(usage, parts)}\n${meant}`;
}
