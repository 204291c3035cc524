import type { Command } from 'commander';
import { visibleText } from '../../lib/visible-text.ts';
import { fingerprintWords } from '../../system/key-words.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';
import { openIdentityOf } from '../unlock-identity.ts';

export function addWhoami(program: Command, terminal: Terminal): void {
  program
    .command('whoami')
    .description('who you are here, in which organisation, and by which words that is known; asks nobody')
    .option('--json', 'as one JSON document')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { identity } = await openIdentityOf(terminal, latchkeyHome(terminal.environment));
      const { member, organisation, deviceId, url, founding } = identity;
      const fingerprint = founding && fingerprintWords(founding);
      if (json) return printJson(terminal, { member, organisation, deviceId, url, fingerprint });
      terminal.out(
        [
          `${visibleText(member.name)} <${visibleText(member.id)}> in ${visibleText(organisation)}`,
          `device: ${deviceId}`,
          `service: ${url}`,
          ...(fingerprint === null ? [] : [`known by: ${fingerprint}`]),
          '',
        ].join('\n'),
      );
      if (fingerprint !== null && terminal.columns !== null)
        terminal.note('Whoever is in it sees the same eight words: compare them where it matters.\n');
    });
}
