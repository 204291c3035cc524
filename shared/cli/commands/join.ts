import type { Command } from 'commander';
import type { Identity } from '../../client/identity.ts';
import { joinService, lookAtInvite } from '../../client/join-service.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { inviteKeyOf } from '../../system/invite-code.ts';
import { keyText } from '../../system/key-text.ts';
import { fingerprintWords } from '../../system/key-words.ts';
import { LIMITS } from '../../contract/limits.ts';
import { checkLength } from '../check-length.ts';
import { enterHere, withEnterOptions, type EnterOptions } from '../enter-here.ts';
import { printJson } from '../print-json.ts';
import { readInvite } from '../read-invite.ts';
import type { Terminal } from '../terminal.ts';

export function addJoin(program: Command, terminal: Terminal): void {
  const words = terminal.words.cli.join;
  const command = program
    .command('join')
    .description(words.what)
    .argument('[invite]', words.invite)
    .argument('[code]', words.code);
  withEnterOptions(command, terminal.words).action(
    (first: string | undefined, code: string | undefined, options: EnterOptions) => {
      checkLength('deviceName', options.device, LIMITS.nameLength);
      return join(terminal, { first, code }, options);
    },
  );
}

async function join(
  terminal: Terminal,
  words: Parameters<typeof readInvite>[1],
  options: EnterOptions,
): Promise<void> {
  await enterHere(terminal, options, {
    ask: () => readInvite(terminal, words),
    look: ({ service: url, code, founding }) => lookAtInvite({ url, code, founding }),
    enter: ({ service: url, code, founding }, more) =>
      joinService({ url, code, founding, deviceName: options.device, ...more }),
    keyOf: ({ code }) => keyText(inviteKeyOf(code).publicKey),
    say({ member, organisation, deviceId, url, founding }, recoveryWords) {
      const fingerprint = founding && fingerprintWords(founding);
      const said = { member, organisation, deviceId, url, fingerprint, recoveryWords };
      if (options.json) printJson(terminal, said);
      else sayJoined(terminal, said);
    },
  });
}

function sayJoined(
  terminal: Terminal,
  what: Pick<Identity, 'member' | 'organisation'> & {
    readonly fingerprint: string | null;
    readonly recoveryWords: string | null;
  },
): void {
  const { member, fingerprint, recoveryWords } = what;
  const organisation = visibleText(what.organisation);
  const who = `${visibleText(member.name)} <${visibleText(member.id)}>`;
  const words = terminal.words.cli.join;
  const done = recoveryWords === null ? words.joined : words.founded;
  terminal.note(`${done({ organisation, who })}\n`);
  if (fingerprint !== null) terminal.note(`${words.knownBy({ words: fingerprint })}\n${words.compare}\n`);
  if (recoveryWords !== null) terminal.note(`\n${words.recoveryKey({ words: recoveryWords })}\n`);
}
