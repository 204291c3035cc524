import type { Command } from 'commander';
import { visibleText } from '../../lib/visible-text.ts';
import { fingerprintWords } from '../../system/key-words.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';
import { openIdentityOf } from '../unlock-identity.ts';

export function addWhoami(program: Command, terminal: Terminal): void {
  const { whoami: words, common } = terminal.words.cli;
  program
    .command('whoami')
    .description(words.what)
    .option('--json', common.json)
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { identity } = await openIdentityOf(terminal, latchkeyHome(terminal.environment));
      const { member, organisation, deviceId, url, founding } = identity;
      const fingerprint = founding && fingerprintWords(founding);
      if (json) return printJson(terminal, { member, organisation, deviceId, url, fingerprint });
      const who = `${visibleText(member.name)} <${visibleText(member.id)}>`;
      terminal.out(
        [
          words.memberIn({ who, organisation: visibleText(organisation) }),
          words.device({ id: deviceId }),
          words.service({ url }),
          ...(fingerprint === null ? [] : [words.knownBy({ words: fingerprint })]),
          '',
        ].join('\n'),
      );
      if (fingerprint !== null && terminal.columns !== null) terminal.note(`${words.compare}\n`);
    });
}
