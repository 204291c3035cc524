import { passphraseProblem } from '../contract/passphrase.ts';
import { readPassphraseFile } from '../system/passphrase-file.ts';
import { CliFailure, wrongUsage } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { Keyboard, Terminal } from './terminal.ts';

/** Who mistypes that often wants to look at the keyboard first. */
const TRIES = 3;

const givenUp = (): CliFailure => new CliFailure(EXIT.usage, ({ cli }) => cli.passphrase.givenUp, 'givenUp');

/** What is typed and not shown. Throws when the person gives up. */
export async function askHidden(
  { stop }: Pick<Terminal, 'stop'>,
  keyboard: Keyboard,
  prompt: string,
): Promise<string> {
  const line = await keyboard.line(prompt, stop, 'hidden');
  if (line === null) throw givenUp();
  return line;
}

/** The passphrase in a file, or wrong usage. */
export async function passphraseIn(path: string): Promise<string> {
  const read = await readPassphraseFile(path);
  if (!read.ok) throw wrongUsage(read.error);
  return read.value;
}

/** A new one from a file. */
export async function newPassphraseIn(path: string): Promise<string> {
  const passphrase = await passphraseIn(path);
  const problem = passphraseProblem(passphrase);
  if (problem !== null) throw wrongUsage(problem);
  return passphrase;
}

/** A new one, asked for twice, so that nobody is locked out by a slip. */
export async function askNewPassphrase(terminal: Terminal, keyboard: Keyboard): Promise<string> {
  const { cli, tell } = terminal.words;
  const { askNew, onceMore, notTheSame } = cli.passphrase;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const passphrase = await askHidden(terminal, keyboard, askNew);
    const problem = passphraseProblem(passphrase);
    if (problem === null && (await askHidden(terminal, keyboard, onceMore)) === passphrase) return passphrase;
    terminal.note(`${problem === null ? notTheSame : tell(problem)}\n`);
  }
  throw givenUp();
}

/** Whether the keys are to be protected: a plain question, which has no answer of its own. */
export async function askWhetherToProtect(terminal: Terminal, keyboard: Keyboard): Promise<boolean> {
  const { common, passphrase } = terminal.words.cli;
  terminal.note(`${passphrase.howKept}\n`);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const line = await keyboard.line(passphrase.whether, terminal.stop);
    const answer = line?.trim().toLowerCase();
    if (answer === undefined) break;
    if ([common.yes, common.y, 'yes'].includes(answer)) return true;
    if ([common.no, common.n, 'no'].includes(answer)) return false;
  }
  throw givenUp();
}
