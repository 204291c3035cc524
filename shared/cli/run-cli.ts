import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { visibleText } from '../lib/visible-text.ts';
import { wrongUsage, type CliFailure } from './cli-failure.ts';
import { addCommands } from './add-commands.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { helpless } from './helpless.ts';
import { offerPassphraseFile } from './passphrase-option.ts';
import { printJson } from './print-json.ts';
import type { Terminal, World } from './terminal.ts';
import { wordsIn } from '../words/words.ts';
import { languageOf, type Asked } from './language-of.ts';
import { toFailure } from './to-failure.ts';
import { speakHelp, wrongLine } from './usage-words.ts';
import { hasOption, valuedOptions } from './valued-options.ts';

/**
 * Runs one command line and answers with its exit status. Never throws. Nothing ends with 0 whose output was lost: where it
 * could not be kept the status is that of a fault, and where its reader went away that of a program ended by SIGPIPE.
 */
export async function runCli(line: readonly string[], world: World): Promise<number> {
  const asked = await languageOf(line, world.environment, (rest) => valuedOn(rest, world));
  const status = await runCommand(asked, world);
  const fault = await world.written();
  if (!fault || status !== EXIT.done) return status;
  if (fault.kind === 'closed') return ENDED_BY_SIGPIPE;
  const { cli } = wordsIn(asked.language);
  world.note(`${cli.common.notAllWritten({ why: visibleText(fault.message) })}\n`);
  return EXIT.fault;
}

/** As shells tell of it: 128 and the number of the signal. */
const ENDED_BY_SIGPIPE = 128 + 13;

/** In any language: what takes a word is the same in all of them. */
async function valuedOn(line: readonly string[], world: World): Promise<ReadonlySet<string>> {
  const words = wordsIn('en');
  const program = await createProgram({ ...world, words }, line);
  offerPassphraseFile(program, words, () => undefined);
  return valuedOptions(program);
}

async function runCommand({ language, line, unspoken }: Asked, world: World): Promise<ExitStatus> {
  let hasOutput = false;
  let passphraseFile: string | undefined;
  let valued: ReadonlySet<string> = new Set();
  const words = wordsIn(language);
  const terminal: Terminal = {
    ...world,
    words,
    passphraseFile: () => passphraseFile,
    out: (text) => {
      hasOutput = true;
      world.out(text);
    },
  };
  try {
    if (unspoken !== null) throw notSpoken(unspoken);
    const program = await createProgram(terminal, line);
    offerPassphraseFile(program, words, (file) => (passphraseFile = file));
    valued = valuedOptions(program);
    await program.parseAsync(helpless(program, line), { from: 'user' });
    return EXIT.done;
  } catch (error) {
    const failure = endedBy(error);
    if (failure === null) return EXIT.done;
    const sentence = failure.sentence(words);
    if (error instanceof CommanderError) sayWrongLine(terminal, error, sentence);
    else if (sentence !== '') terminal.note(`${visibleText(sentence, 'keep')}\n`);
    // Who asked for a document gets one, also when it says that there is nothing else to say.
    if (hasOption(line, '--json', valued) && !hasOutput) {
      const why = failure.told && { why: failure.told.code, params: failure.told.params };
      printJson(terminal, { error: { code: failure.code, ...why, message: sentence } });
    }
    return failure.status;
  }
}

const notSpoken = (named: string): CliFailure =>
  wrongUsage(({ cli }) => (named === '' ? cli.program.noLanguage : cli.program.unspoken({ named })));

/** Where there is no sentence, the help of a command that does nothing by itself was shown instead. */
function sayWrongLine({ note, words }: Terminal, { code }: CommanderError, sentence: string): void {
  if (code === 'commander.help') return;
  const { error, hint } = words.cli.usage;
  note(`${visibleText(error({ sentence }), 'keep')}\n${hint}\n`);
}

async function createProgram(terminal: Terminal, line: readonly string[]): Promise<Command> {
  const { cli } = terminal.words;
  const program = speakHelp(new Command('latchkey'), cli)
    .description(cli.program.what)
    .version(`latchkey ${version}`, '-V, --version', cli.program.version)
    // Taken off the line before: see `languageOf`.
    .option('--lang <language>', cli.program.lang)
    // What stands behind a command is that command's: its options may be given what looks like one of these.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.note, outputError: () => undefined })
    .addHelpText('after', `\n${cli.program.after({ version })}`);
  await addCommands(program, terminal, line);
  return program;
}

/** What went wrong as a status and a sentence; null when nothing did (`--help`). */
function endedBy(error: unknown): CliFailure | null {
  if (!(error instanceof CommanderError)) return toFailure(error);
  return error.exitCode === 0 ? null : wrongUsage(({ cli }) => wrongLine(error, cli));
}
