import { CliFailure, wrongUsage } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

/** No code is longer; a line break and what a mail program adds around it fit, too. */
const LONGEST = 500;

/**
 * The code of an invite: asked for in a terminal, read from a pipe or a file, or given as an argument, which any other user
 * of the computer can read while the command runs.
 */
export async function readInvite(terminal: Terminal, argument: string | undefined): Promise<string> {
  if (argument !== undefined) {
    terminal.note(
      'An invite in the command line can be read by other users of this computer. Better leave it out: latchkey asks for it, or reads it from standard input.\n',
    );
    return checked(argument);
  }
  if (terminal.piped) return checked(await terminal.piped.read(LONGEST));
  if (terminal.keyboard) {
    const line = await terminal.keyboard.line('Invite: ', terminal.stop);
    if (line === null)
      throw new CliFailure(EXIT.usage, 'Given up: nothing was sent, and the invite was not used.', 'givenUp');
    return checked(line);
  }
  throw wrongUsage(
    'There is no invite: pass its code on standard input, or run this in a terminal to be asked.',
  );
}

function checked(text: string): string {
  const code = text.trim();
  if (code === '')
    throw wrongUsage('There is no invite: the code is empty. Copy it from the message that you were sent.');
  if (code.length > LONGEST || /\s/.test(code))
    throw wrongUsage(
      'This is no invite: a code is one word, as the owner’s Latchkey printed it. Copy it again.',
    );
  return code;
}
