import {
  isCode,
  isMeantAsLink,
  LONGEST_INVITE,
  pastedCode,
  readJoinLink,
  type GivenInvite,
} from '../lib/join-link.ts';
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
  if (isLink && code !== undefined) throw wrongUsage(({ cli }) => cli.join.codeTwice);
  const service = first === undefined || isLink ? null : addressIn(first);
  const inArguments = isLink ? first : code;
  if (inArguments !== undefined) terminal.note(`${terminal.words.cli.join.seenByOthers}\n`);
  const text = (inArguments ?? (await asked(terminal))).trim();
  if (text === '') throw wrongUsage(({ cli }) => cli.join.empty);
  return isMeantAsLink(text) ? fromLink(text, service) : fromCode(text, service);
}

async function asked(terminal: Terminal): Promise<string> {
  if (terminal.piped) return terminal.piped.read(LONGEST_INVITE);
  if (!terminal.keyboard) throw wrongUsage(({ cli }) => cli.join.none);
  const line = await terminal.keyboard.line(terminal.words.cli.join.ask, terminal.stop);
  if (line === null) throw new CliFailure(EXIT.usage, ({ cli }) => cli.join.givenUp, 'givenUp');
  return line;
}

function fromLink(text: string, service: string | null): GivenInvite {
  const link = readJoinLink(text);
  if (!link) throw wrongUsage(({ cli }) => cli.join.notWhole);
  const given = { ...link, service: addressIn(link.service) };
  if (service !== null && service !== given.service)
    throw wrongUsage(({ cli }) => cli.join.otherService({ meant: given.service, given: service }));
  return given;
}

function fromCode(text: string, service: string | null): GivenInvite {
  const code = pastedCode(text);
  if (!isCode(code)) throw wrongUsage(({ cli }) => cli.join.notOne);
  if (service === null) throw wrongUsage(({ cli }) => cli.join.codeAlone);
  return { service, code, founding: null };
}

function addressIn(text: string): string {
  const address = parseServiceUrl(text);
  if (!address.ok) throw wrongUsage(address.error);
  return address.value;
}
