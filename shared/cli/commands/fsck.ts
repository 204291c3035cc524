import type { Command } from 'commander';
import { join } from 'node:path';
import { visibleText } from '../../lib/visible-text.ts';
import type { Checked } from '../../service/fsck/fsck.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { CliFailure } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly data?: string;
  readonly rebuild?: boolean;
  readonly json?: boolean;
}

export function addFsck(program: Command, terminal: Terminal): void {
  program
    .command('fsck')
    .description("check a stopped service's database against its log, and make anew what is computed from it")
    .option('--data <dir>', "the service's data folder (a folder in LATCHKEY_HOME)")
    .option('--rebuild', 'put right what is not as the log says')
    .option('--json', 'as one JSON document')
    .action(async (options: Options) => {
      // Loaded only here: other commands need no database.
      const { fsck } = await import('../../service/fsck/fsck.ts');
      const data = options.data ?? join(latchkeyHome(terminal.environment), 'service');
      const checked = fsck(data, { rebuild: options.rebuild ?? false });
      if (!checked.ok) throw new CliFailure(EXIT.refused, `${data}: ${checked.error}`, 'fsck');
      if (options.json) printJson(terminal, described(checked.value));
      else tell(terminal, checked.value);
      const failure = whatIsLeft(checked.value);
      if (failure !== null) throw new CliFailure(EXIT.refused, failure, 'fsck');
    });
}

function tell(terminal: Terminal, { entries, requests, root, findings, isRebuilt }: Checked): void {
  const { list, count } = findings;
  if (count > 0)
    terminal.out(
      table(
        ['table', 'row', 'what is wrong'],
        list.map((each) => [each.table, each.key, each.problem]),
      ),
    );
  if (count > list.length) terminal.note(`And ${count - list.length} more.\n`);
  const what = `${entries} entries, ${requests} requests; the log's root is ${root}`;
  if (count === 0) terminal.note(`All is as the log says: ${visibleText(what)}.\n`);
  else if (isRebuilt) terminal.note(`All of it was put right: ${what}.\n`);
}

/** Why all is not well now, with what to do; null when it is. */
function whatIsLeft({ findings, isRebuilt }: Checked): string | null {
  if (findings.count === 0 || isRebuilt) return null;
  return findings.ofLog > 0
    ? 'The log itself is damaged, so nothing was written. Keep this folder, and restore a backup: latchkey restore.'
    : `${findings.count} rows are not as the log says. The log is whole: latchkey fsck --rebuild puts them right.`;
}

const described = ({ entries, requests, root, findings, isRebuilt }: Checked) => ({
  ...{ entries, requests, root, rebuilt: isRebuilt },
  wrong: findings.count,
  logIsWhole: findings.ofLog === 0,
  findings: findings.list.map(({ table: name, key, problem }) => ({ table: name, row: key, problem })),
});
