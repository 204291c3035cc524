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
  const { recover: own, join, common } = terminal.words.cli;
  const command = program
    .command('recover')
    .description(own.what)
    .argument('<url>', own.url)
    .requiredOption('--as <id>', own.as);
  withEnterOptions(command, terminal.words).action(async (url: string, options: Options) => {
    checkLength('deviceName', options.device, LIMITS.nameLength);
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
        const who = `${visibleText(member.name)} <${visibleText(member.id)}>`;
        terminal.note(`${own.back({ organisation: visibleText(organisation), who })}\n`);
        if (fingerprint !== null) terminal.note(`${join.knownBy({ words: fingerprint })}\n`);
      },
    });
  });
  program
    .command('recovery-key')
    .description(own.newKey)
    .option('--json', common.json)
    .action(async ({ json }: { readonly json?: boolean }) => {
      const words = newRecoveryWords();
      const recoveryKey = keyText(recoveryKeyOf(words).publicKey);
      await asMember(terminal, ({ api }) => api.org.setRecoveryKey.mutate({ recoveryKey }));
      if (json) return printJson(terminal, { recoveryWords: words });
      terminal.note(`${own.key({ words })}\n`);
    });
}

/** Never an argument: any other user of the computer could read it. */
async function readWords(terminal: Terminal): Promise<string> {
  const words = readRecoveryWords(await typed(terminal));
  if (words === null) throw wrongUsage(({ cli }) => cli.recover.notTheWords);
  return words;
}

async function typed({ piped, keyboard, stop, words }: Terminal): Promise<string> {
  if (piped) return piped.read(LONGEST);
  if (!keyboard) throw wrongUsage(({ cli }) => cli.recover.none);
  const line = await keyboard.line(words.cli.recover.ask, stop);
  if (line === null) throw new CliFailure(EXIT.usage, ({ cli }) => cli.recover.givenUp, 'givenUp');
  return line;
}
