import { isMeantAsLink, LONGEST_INVITE, readJoinLink, type GivenInvite } from '../lib/join-link.ts';
import { parseServiceUrl } from '../system/service-url.ts';
import { CliFailure, wrongUsage } from './cli-failure.ts';
import { EXIT } from './exit-status.ts';
import type { Terminal } from './terminal.ts';

interface Words {
  /** The address of the service, or a whole link. */
  readonly first: string | undefined;
  readonly code: string | undefined;
}

/**
 * The invite: one line (`joinLink`), or an address with a code. What is no argument is asked for in a terminal, or read from a
 * pipe or a file; an argument any other user of the computer can read while the command runs.
 */
export async function readInvite(terminal: Terminal, { first, code }: Words): Promise<GivenInvite> {
  const isLink = first !== undefined && isMeantAsLink(first);
  if (isLink && code !== undefined)
    throw wrongUsage('There is a code in the line of the invite already: leave out the other one.');
  const service = first === undefined || isLink ? null : addressIn(first);
  const inArguments = isLink ? first : code;
  if (inArguments !== undefined) terminal.note(SEEN_BY_OTHERS);
  const text = (inArguments ?? (await asked(terminal))).trim();
  if (text === '')
    throw wrongUsage('There is no invite: it is empty. Copy it from the message that you were sent.');
  return isMeantAsLink(text) ? fromLink(text, service) : fromCode(text, service);
}

const SEEN_BY_OTHERS =
  'An invite in the command line can be read by other users of this computer. Better leave it out: latchkey asks for it, or reads it from standard input.\n';

async function asked(terminal: Terminal): Promise<string> {
  if (terminal.piped) return terminal.piped.read(LONGEST_INVITE);
  if (!terminal.keyboard)
    throw wrongUsage('There is no invite: pass it on standard input, or run this in a terminal to be asked.');
  const line = await terminal.keyboard.line('Invite: ', terminal.stop);
  if (line === null)
    throw new CliFailure(EXIT.usage, 'Given up: nothing was sent, and the invite was not used.', 'givenUp');
  return line;
}

function fromLink(text: string, service: string | null): GivenInvite {
  const link = readJoinLink(text);
  if (!link)
    throw wrongUsage(
      'The line of this invite is not whole. Copy all of it, from latchkey:// to its end; in a command, put it in quotes.',
    );
  const given = { ...link, service: addressIn(link.service) };
  if (service !== null && service !== given.service)
    throw wrongUsage(
      `This invite is for ${given.service}, and not for ${service}. Leave the address out to join there.`,
    );
  return given;
}

function fromCode(code: string, service: string | null): GivenInvite {
  if (code.length > LONGEST_INVITE || /\s/.test(code))
    throw wrongUsage('This is no invite: it is one word, as the owner’s Latchkey printed it. Copy it again.');
  if (service === null)
    throw wrongUsage(
      'This is a code alone. Paste the whole line, which begins with latchkey://, or say the address too: latchkey join URL',
    );
  return { service, code, founding: null };
}

function addressIn(text: string): string {
  const address = parseServiceUrl(text);
  if (!address.ok) throw wrongUsage(address.error);
  return address.value;
}
