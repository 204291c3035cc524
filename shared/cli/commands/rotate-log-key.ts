import type { Command } from 'commander';
import { adoptLogKey } from '../../client/adopt-log-key.ts';
import { logKeyOutput } from '../../contract/api-schemas.ts';
import { parseVerifierKey } from '../../log/verifier-key.ts';
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
  await asMember(terminal, async ({ api, identity, keepLogKey }) => {
    // Whoever has not heard of the last change would go on from a key that is none any more.
    const known = (await adoptLogKey(api.log, identity)) ?? identity;
    const { logKey } = logKeyOutput.parse(await api.org.newLogKey.mutate());
    const key = parseVerifierKey(sha256, logKey);
    if (!key.ok) throw new CliFailure(EXIT.fault, key.error, 'badInput');
    const { keyId } = key.value;
    terminal.note(MADE(keyId));
    if (!yes) await askToRotate(terminal);
    await api.org.rotateLogKey.mutate({ logKey, follows: known.log.key });
    const adopted = await adoptLogKey(api.log, known);
    if (adopted) await keepLogKey(adopted);
    if (json) return printJson(terminal, { logKey, keyId });
    terminal.note(DONE);
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
  `The service made the key ${keyId}, in log-key.${keyId} of its data folder. Where several services use one database, copy that file to the data folders of the others first: without it they sign nothing.\n`;

const DONE =
  'The log has another key. Devices take it over by themselves when they connect next, and believe nothing any more that only the old one signed. Make a backup now: one of before has not this key. Invites that were made before are not taken any more: make them anew.\n';
