/** What the parser of command lines says. In English it is what the parser itself would say. */
export const usage = {
  titleUsage: 'Usage:',
  titleArguments: 'Arguments:',
  titleOptions: 'Options:',
  titleCommands: 'Commands:',
  options: '[options]',
  command: '[command]',
  help: 'display help for command',
  otherwise: ({ value }: { readonly value: string }) => `(default: ${value})`,
  hint: 'Add --help to see how.',
  error: ({ sentence }: { readonly sentence: string }) => `error: ${sentence}`,
  unknownOption: ({ option }: { readonly option: string }) => `unknown option '${option}'`,
  unknownCommand: ({ command }: { readonly command: string }) => `unknown command '${command}'`,
  meant: ({ one }: { readonly one: string }) => `(Did you mean ${one}?)`,
  meantOneOf: ({ several }: { readonly several: string }) => `(Did you mean one of ${several}?)`,
  missingArgument: ({ argument }: { readonly argument: string }) => `missing required argument '${argument}'`,
  missingValue: ({ option }: { readonly option: string }) => `option '${option}' argument missing`,
  missingOption: ({ option }: { readonly option: string }) => `required option '${option}' not specified`,
  invalidValue: ({
    option,
    value,
    why,
  }: {
    readonly option: string;
    readonly value: string;
    readonly why: string;
  }) => `option '${option}' argument '${value}' is invalid. ${why}`,
  tooMany: ({ expected, got }: { readonly expected: number; readonly got: number }) =>
    `too many arguments. Expected ${expected} argument${expected === 1 ? '' : 's'} but got ${got}.`,
  tooManyFor: ({
    command,
    expected,
    got,
  }: {
    readonly command: string;
    readonly expected: number;
    readonly got: number;
  }) =>
    `too many arguments for '${command}'. Expected ${expected} argument${expected === 1 ? '' : 's'} but got ${got}.`,
};
