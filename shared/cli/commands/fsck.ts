import type { Command } from 'commander';
import { join } from 'node:path';
import { visibleText } from '../../lib/visible-text.ts';
import type { Checked } from '../../service/fsck/check-database.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly data?: string;
  readonly database?: string;
  readonly databasePasswordFile?: string;
  readonly rebuild?: boolean;
  readonly json?: boolean;
}

export function addFsck(program: Command, terminal: Terminal): void {
  program
    .command('fsck')
    .description("check a stopped service's database against its log, and make anew what is computed from it")
    .option('--data <dir>', "the service's data folder (a folder in LATCHKEY_HOME)")
    .option('--database <url>', 'a PostgreSQL that services share; none of them may run')
    .option('--database-password-file <file>', 'where its password is, for you alone; otherwise PGPASSFILE')
    .option('--rebuild', 'put right what is not as the log says')
    .option('--json', 'as one JSON document')
    .action(async (options: Options) => {
      const { where, checked } = await checkedAt(options, terminal);
      if (!checked.ok) throw new CliFailure(EXIT.refused, `${where}: ${checked.error}`, 'fsck');
      if (options.json) printJson(terminal, described(checked.value));
      else tell(terminal, checked.value);
      const failure = whatIsLeft(checked.value, options);
      if (failure !== null) throw new CliFailure(EXIT.refused, failure, 'fsck');
    });
}

/** Loaded only here: other commands need no database. */
async function checkedAt(options: Options, terminal: Terminal) {
  const { fsckFolder, fsckPostgres } = await import('../../service/fsck/fsck.ts');
  const { readDatabaseOptions } = await import('../../service/database-options.ts');
  const { data, databasePasswordFile, rebuild = false } = options;
  const database = await readDatabaseOptions(options.database, databasePasswordFile);
  if (!database.ok) throw wrongUsage(({ tell }) => tell(database.error));
  if (database.value === undefined) {
    const folder = data ?? join(latchkeyHome(terminal.environment), 'service');
    return { where: folder, checked: await fsckFolder(folder, { rebuild }) };
  }
  if (data !== undefined)
    throw wrongUsage('With --database the database is not in a data folder: leave out --data.');
  return { where: database.value.url, checked: await fsckPostgres(database.value, { rebuild }) };
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
function whatIsLeft({ findings, isRebuilt }: Checked, { database }: Options): string | null {
  if (findings.count === 0 || isRebuilt) return null;
  return findings.ofLog > 0
    ? `The log itself is damaged, so nothing was written. Keep this ${database === undefined ? 'folder' : 'database'}, and restore a backup: latchkey restore.`
    : `${findings.count} rows are not as the log says. The log is whole: latchkey fsck --rebuild puts them right.`;
}

const described = ({ entries, requests, root, findings, isRebuilt }: Checked) => ({
  ...{ entries, requests, root, rebuilt: isRebuilt },
  wrong: findings.count,
  logIsWhole: findings.ofLog === 0,
  findings: findings.list.map(({ table: name, key, problem }) => ({ table: name, row: key, problem })),
});
