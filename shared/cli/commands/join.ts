import type { Command } from 'commander';
import { hostname } from 'node:os';
import { saveIdentity, loadIdentity } from '../../client/identity-file.ts';
import { joinService } from '../../client/join-service.ts';
import { parseServiceUrl } from '../../client/service-url.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { CliFailure, refused, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly device: string;
  readonly replace?: boolean;
  readonly json?: boolean;
}

export function addJoin(program: Command, terminal: Terminal): void {
  program
    .command('join')
    .description('make this device yours, with an invite')
    .argument('<url>', 'of the service')
    .argument('<code>', 'of the invite')
    .option('--device <name>', 'what this device is called', hostname().slice(0, 100) || 'a terminal')
    .option('--replace', 'although this device has joined a service already')
    .option('--json', 'as one JSON document')
    .action(async (url: string, code: string, { device, replace, json }: Options) => {
      const address = parseServiceUrl(url);
      if (!address.ok) throw wrongUsage(address.error);
      const home = latchkeyHome(terminal.environment);
      const before = await loadIdentity(home);
      if (before.ok && !replace)
        throw new CliFailure(
          EXIT.refused,
          `This device has joined ${before.value.url} already. Add --replace to leave it, or set LATCHKEY_HOME to another folder.`,
          'alreadyExists',
        );
      const joined = await joinService({ url: address.value, code, deviceName: device });
      if (!joined.ok) throw refused(joined.error);
      const identity = joined.value;
      await saveIdentity(home, identity);
      const { member, organisation } = identity;
      if (json)
        return printJson(terminal, { member, organisation, deviceId: identity.deviceId, url: identity.url });
      terminal.note(
        `Joined ${visibleText(organisation)} as ${visibleText(member.name)} <${visibleText(member.id)}>.\n`,
      );
    });
}
