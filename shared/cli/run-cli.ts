import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { isUnreachable } from '../client/is-unreachable.ts';
import { refusalOf } from '../client/refusal-of.ts';
import { NoneAnswers, saidAway } from '../client/why-away.ts';
import { innermost } from '../lib/innermost.ts';
import { visibleText } from '../lib/visible-text.ts';
import { CliFailure, refused, wrongUsage } from './cli-failure.ts';
import { addCommands } from './add-commands.ts';
import { EXIT, type ExitStatus } from './exit-status.ts';
import { helpless } from './helpless.ts';
import { offerPassphraseFile } from './passphrase-option.ts';
import { printJson } from './print-json.ts';
import type { Terminal, World } from './terminal.ts';
import { wordsIn } from '../words/words.ts';
import { languageOf } from './language-of.ts';

/**
 * Runs one command line and answers with its exit status. Never throws. Nothing ends with 0 whose output was lost: where it
 * could not be kept the status is that of a fault, and where its reader went away that of a program ended by SIGPIPE.
 */
export async function runCli(line: readonly string[], world: World): Promise<number> {
  const status = await runCommand(line, world);
  const fault = await world.written();
  if (!fault || status !== EXIT.done) return status;
  if (fault.kind === 'closed') return ENDED_BY_SIGPIPE;
  world.note(`Not all of it could be written: ${visibleText(fault.message)}. ${TRY_OUTPUT_AGAIN}\n`);
  return EXIT.fault;
}

/** As shells tell of it: 128 and the number of the signal. */
const ENDED_BY_SIGPIPE = 128 + 13;

const TRY_OUTPUT_AGAIN =
  'What the command did is done. Make room, or write to another place, and look again.';

async function runCommand(given: readonly string[], world: World): Promise<ExitStatus> {
  let hasOutput = false;
  let passphraseFile: string | undefined;
  const { language, line } = languageOf(given, world.environment);
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
    const program = await createProgram(terminal, line);
    offerPassphraseFile(program, (file) => (passphraseFile = file));
    await program.parseAsync(helpless(program, line), { from: 'user' });
    return EXIT.done;
  } catch (error) {
    const failure = toFailure(error);
    if (failure === null) return EXIT.done;
    const sentence = failure.sentence(words);
    // Commander has written its sentence itself.
    if (sentence !== '' && !(error instanceof CommanderError))
      terminal.note(`${visibleText(sentence, 'keep')}\n`);
    // Who asked for a document gets one, also when it says that there is nothing else to say.
    if (line.includes('--json') && !hasOutput) {
      const why = failure.told && { why: failure.told.code, params: failure.told.params };
      printJson(terminal, { error: { code: failure.code, ...why, message: sentence } });
    }
    return failure.status;
  }
}

async function createProgram(terminal: Terminal, line: readonly string[]): Promise<Command> {
  const program = new Command('latchkey')
    .description('Just-in-time access: ask, approve, and it is gone on time.')
    .version(`latchkey ${version}`, '-V, --version', 'which version this is')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.note })
    .showHelpAfterError('Add --help to see how.')
    .addHelpText(
      'after',
      `\nVersion ${version}. Exit status: 0 done, 1 fault, 2 wrong usage, 3 refused or denied, 4 timed out waiting, 5 the service cannot be reached, 6 only a part of it works.\nEverything of one identity lives in LATCHKEY_HOME.`,
    );
  await addCommands(program, terminal, line);
  return program;
}

/** What went wrong as a status and a sentence; null when nothing did (`--help`). */
function toFailure(error: unknown): CliFailure | null {
  if (error instanceof CliFailure) return error;
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? null : wrongUsage(error.message.replace(/^error: /, ''));
  const refusal = refusalOf(error);
  if (refusal) return refused(refusal);
  const message = error instanceof Error ? error.message : String(error);
  if (isUnreachable(error)) return new CliFailure(EXIT.unreachable, whyUnreachable(error), 'unreachable');
  return new CliFailure(EXIT.fault, message, 'fault');
}

function whyUnreachable(error: unknown): string {
  const away = saidAway(error);
  if (away !== null) return away;
  return `${noneAnswersIn(error) ?? 'The service cannot be reached'} (${reason(error)}). Check that it runs, and the network.`;
}

/** Where it has several addresses, how many. */
function noneAnswersIn(error: unknown): string | null {
  const { cause } = error as { readonly cause?: unknown };
  return cause instanceof NoneAnswers ? cause.message.replace(/\.$/, '') : null;
}

/** The innermost cause says most: `connect ECONNREFUSED 127.0.0.1:4460`. */
function reason(error: unknown): string {
  const { message = '', code = '' } = innermost(error) as { message?: string; code?: string };
  return message || code || 'no answer';
}
