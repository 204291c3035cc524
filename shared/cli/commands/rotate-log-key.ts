import type { Command } from 'commander';
import { logKeyOutput } from '../../contract/api-schemas.ts';
import { parseVerifierKey } from '../../log/keys.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { refuse } from '../../domain/refusal.ts';
import { readMe } from '../../formats/wire/read-me.ts';
import { CliFailure, refused, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import { sayFault } from '../say-fault.ts';
import { saysYes } from '../says-yes.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function addRotateLogKey(program: Command, terminal: Terminal): void {
  const { rotateLogKey: words, common } = terminal.words.cli;
  program
    .command('rotate-log-key')
    .description(words.what)
    .option('--yes', words.yes)
    .option('--json', common.json)
    .action((options: Options) => rotate(terminal, options));
}

async function rotate(terminal: Terminal, { yes = false, json = false }: Options): Promise<void> {
  const words = terminal.words.cli.rotateLogKey;
  await asMember(terminal, async ({ api, keys }) => {
    const { isOwner } = readMe(await api.session.me.query()).me;
    if (!isOwner) throw refused(refuse('notAllowed', 'onlyOwnersRotate'));
    if (!yes && !terminal.keyboard) throw wrongUsage(({ cli }) => cli.rotateLogKey.nobodyToAsk);
    // Whoever has not heard of the last change would go on from a key that is none any more.
    const { log } = await keys.latest();
    const { logKey } = logKeyOutput.parse(await api.org.newLogKey.mutate());
    const key = parseVerifierKey(sha256, logKey);
    if (!key.ok) throw new CliFailure(EXIT.fault, key.error, 'badInput');
    const { keyId } = key.value;
    terminal.note(`${words.made({ keyId })}\n`);
    if (!yes) await askToRotate(terminal);
    await api.org.rotateLogKey.mutate({ logKey, follows: log.key });
    if (json) printJson(terminal, { logKey, keyId });
    else terminal.note(`${words.done}\n`);
    await keys.now().catch((fault: unknown) => {
      const why = visibleText(sayFault(terminal.words, fault));
      terminal.note(`${words.notHere({ why })}\n`);
    });
  });
}

async function askToRotate(terminal: Terminal): Promise<void> {
  const { keyboard, stop, words } = terminal;
  const answer = await keyboard?.line(words.cli.rotateLogKey.ask, stop);
  if (!saysYes(words, answer))
    throw new CliFailure(EXIT.usage, ({ cli }) => cli.rotateLogKey.givenUp, 'givenUp');
}
