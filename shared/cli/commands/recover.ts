import type { Command } from 'commander';
import { lookAtRecoveryKey, recoverDevice } from '../../client/recover-device.ts';
import { LIMITS } from '../../contract/limits.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { keyText } from '../../system/key-text.ts';
import {
  fingerprintWords,
  newRecoveryWords,
  readRecoveryWords,
  recoveryKeyOf,
} from '../../system/key-words.ts';
import { checkLength } from '../check-length.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { enterHere, withEnterOptions, type EnterOptions } from '../enter-here.ts';
import { EXIT } from '../exit-status.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';

interface Options extends EnterOptions {
  readonly as: string;
}

/** Longer than any twelve words of the list. */
const LONGEST = 500;

export function addRecover(program: Command, terminal: Terminal): void {
  const command = program
    .command('recover')
    .description(
      'as an owner who has no device any more: sign this one in with the recovery key. All are told',
    )
    .argument('<url>', 'of the service')
    .requiredOption('--as <id>', 'which owner you are, as in people.yaml');
  withEnterOptions(command).action(async (url: string, options: Options) => {
    checkLength('name of the device', options.device, LIMITS.nameLength);
    checkLength('id', options.as, LIMITS.idLength);
    await enterHere(terminal, options, {
      ask: () => readWords(terminal),
      look: (words) => lookAtRecoveryKey({ url, words }),
      enter: (words, more) =>
        recoverDevice({ url, words, person: options.as, deviceName: options.device, ...more }),
      keyOf: (words) => keyText(recoveryKeyOf(words).publicKey),
      say({ member, organisation, deviceId, url: address, founding }) {
        const fingerprint = founding && fingerprintWords(founding);
        if (options.json)
          return printJson(terminal, { member, organisation, deviceId, url: address, fingerprint });
        terminal.note(
          `Back in ${visibleText(organisation)} as ${visibleText(member.name)} <${visibleText(member.id)}>. Everybody is told. The recovery key is used: make another with latchkey recovery-key, and remove devices that are lost with latchkey devices remove.\n`,
        );
        if (fingerprint !== null) terminal.note(`It is known by: ${fingerprint}\n`);
      },
    });
  });
  program
    .command('recovery-key')
    .description(
      'make another recovery key, as an owner: the one before signs nobody in any more. All are told',
    )
    .option('--json', 'as one JSON document')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const words = newRecoveryWords();
      const recoveryKey = keyText(recoveryKeyOf(words).publicKey);
      await asMember(terminal, ({ api }) => api.org.setRecoveryKey.mutate({ recoveryKey }));
      if (json) return printJson(terminal, { recoveryWords: words });
      terminal.note(
        `Recovery key: ${words}\nWrite it down and keep it away from computers: it is shown only now. It signs in one device of an owner, once.\n`,
      );
    });
}

/** Never an argument: any other user of the computer could read it. */
async function readWords(terminal: Terminal): Promise<string> {
  const words = readRecoveryWords(await typed(terminal));
  if (words === null)
    throw wrongUsage(
      'These are not the words of a recovery key: there are twelve, and the last one tells that all are right. Look at each, then type them again.',
    );
  return words;
}

async function typed({ piped, keyboard, stop }: Terminal): Promise<string> {
  if (piped) return piped.read(LONGEST);
  if (!keyboard)
    throw wrongUsage(
      'Pass the twelve words of the recovery key on standard input, or run this in a terminal to be asked.',
    );
  const line = await keyboard.line('Recovery key (twelve words): ', stop);
  if (line === null)
    throw new CliFailure(EXIT.usage, 'Given up: nothing was sent, and the key was not used.', 'givenUp');
  return line;
}
