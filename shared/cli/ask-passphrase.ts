import { inEnglish } from '../words/words.ts';
import { passphraseProblem } from '../contract/passphrase.ts';
import { readPassphraseFile } from '../system/passphrase-file.ts';
import { CliFailure, wrongUsage } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { Keyboard, Terminal } from './terminal.ts';

/** Who mistypes that often wants to look at the keyboard first. */
const TRIES = 3;

const givenUp = (): CliFailure => new CliFailure(EXIT.usage, 'Given up: nothing was done.', 'givenUp');

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
  if (problem !== null) throw wrongUsage(inEnglish(problem));
  return passphrase;
}

/** A new one, asked for twice, so that nobody is locked out by a slip. */
export async function askNewPassphrase(terminal: Terminal, keyboard: Keyboard): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const passphrase = await askHidden(terminal, keyboard, 'New passphrase (it is not shown): ');
    const problem = passphraseProblem(passphrase);
    if (problem === null && (await askHidden(terminal, keyboard, 'Once more: ')) === passphrase)
      return passphrase;
    terminal.note(`${problem ? terminal.words.tell(problem) : 'These were not the same.'}\n`);
  }
  throw givenUp();
}

const HOW_KEPT = `The keys of this device can be kept in two ways:
  with a passphrase: every command asks for it. A stolen disk or backup is worth nothing without it. Nobody can recover it: who forgets it joins anew with an invite.
  in a key file: nothing is asked. Only your user can read it (mode 0600), and so can whoever reads your disk or a backup of it.
`;

/** Whether the keys are to be protected: a plain question, which has no answer of its own. */
export async function askWhetherToProtect(terminal: Terminal, keyboard: Keyboard): Promise<boolean> {
  terminal.note(HOW_KEPT);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const line = await keyboard.line('Protect them with a passphrase? Write yes or no: ', terminal.stop);
    const answer = line?.trim().toLowerCase();
    if (answer === undefined) break;
    if (answer === 'yes' || answer === 'y') return true;
    if (answer === 'no' || answer === 'n') return false;
  }
  throw givenUp();
}
