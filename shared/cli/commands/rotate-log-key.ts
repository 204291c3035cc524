import type { Command } from 'commander';
import { logKeyOutput } from '../../contract/api-schemas.ts';
import { parseVerifierKey } from '../../log/verifier-key.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { sha256 } from '../../system/node-crypto.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { asMember } from '../member-session.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function addRotateLogKey(program: Command, terminal: Terminal): void {
  program
    .command('rotate-log-key')
    .description(
      'give the log another key, as an owner: for example when the old one may be known to somebody. All are told',
    )
    .option('--yes', 'without asking')
    .option('--json', 'as one JSON document')
    .action((options: Options) => rotate(terminal, options));
}

async function rotate(terminal: Terminal, { yes = false, json = false }: Options): Promise<void> {
  if (!yes && !terminal.keyboard) throw wrongUsage('Nobody can be asked here: add --yes.');
  await asMember(terminal, async ({ api, keys }) => {
    // Whoever has not heard of the last change would go on from a key that is none any more.
    const { log } = await keys.latest();
    const { logKey } = logKeyOutput.parse(await api.org.newLogKey.mutate());
    const key = parseVerifierKey(sha256, logKey);
    if (!key.ok) throw new CliFailure(EXIT.fault, key.error, 'badInput');
    const { keyId } = key.value;
    terminal.note(MADE(keyId));
    if (!yes) await askToRotate(terminal);
    await api.org.rotateLogKey.mutate({ logKey, follows: log.key });
    if (json) printJson(terminal, { logKey, keyId });
    else terminal.note(DONE);
    await keys.now().catch((fault: unknown) => {
      terminal.note(`${NOT_HERE} ${visibleText((fault as Error).message)}\n`);
    });
  });
}

async function askToRotate(terminal: Terminal): Promise<void> {
  const answer = await terminal.keyboard?.line(
    'To sign the log by it from now on, write yes: ',
    terminal.stop,
  );
  if (answer?.trim().toLowerCase() !== 'yes')
    throw new CliFailure(EXIT.usage, 'Given up: the log keeps its key.', 'givenUp');
}

const MADE = (keyId: string): string =>
  `The service made the key ${keyId}. Look in its data folder, on its own machine, whether log-key.${keyId} is there: whoever has the old key could have made another one in its place. Where several services use one database, copy that file to the data folders of the others first: without it they sign nothing.\n`;

const DONE =
  'The log has another key. Devices take it over by themselves once they have read that in the history, and believe nothing any more that only the old one signed; restart latchkey runner and latchkey watch, which go on by the old one. Make a backup now: one of before has not this key. Make invites anew that were not used yet.\n';

const NOT_HERE = 'It could not be taken over here, which is tried again with the next command:';
