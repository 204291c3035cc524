import type { Command } from 'commander';
import { join } from 'node:path';
import { visibleText } from '../../lib/visible-text.ts';
import type { Checked } from '../../service/fsck/check-database.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { CliFailure, wrongUsage, type Sentence } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import { table } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../../words/words.ts';

interface Options {
  readonly data?: string;
  readonly database?: string;
  readonly databasePasswordFile?: string;
  readonly rebuild?: boolean;
  readonly json?: boolean;
}

export function addFsck(program: Command, terminal: Terminal): void {
  const { fsck: words, backup, common } = terminal.words.cli;
  program
    .command('fsck')
    .description(words.what)
    .option('--data <dir>', backup.data)
    .option('--database <url>', words.database)
    .option('--database-password-file <file>', backup.passwordFile)
    .option('--rebuild', words.rebuild)
    .option('--json', common.json)
    .action(async (options: Options) => {
      const { where, checked } = await checkedAt(options, terminal);
      if (!checked.ok) {
        const why = checked.error;
        throw new CliFailure(
          EXIT.refused,
          ({ cli, tell: say }) => cli.fsck.failed({ where, why: say(why) }),
          'fsck',
        );
      }
      if (options.json) printJson(terminal, described(checked.value, terminal.words));
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
  if (data !== undefined) throw wrongUsage(({ cli }) => cli.fsck.withDatabase);
  return { where: database.value.url, checked: await fsckPostgres(database.value, { rebuild }) };
}

function tell(terminal: Terminal, { entries, requests, root, findings, isRebuilt }: Checked): void {
  const { list, count } = findings;
  const words = terminal.words.cli.fsck;
  if (count > 0)
    terminal.out(
      table(
        [words.headTable, words.headRow, words.headProblem],
        list.map((each) => [each.table, each.key, terminal.words.tell(each.problem)]),
      ),
    );
  if (count > list.length) terminal.note(`${words.andMore({ count: count - list.length })}\n`);
  const counts = visibleText(words.counts({ entries, requests, root }));
  if (count === 0) terminal.note(`${words.allWell({ counts })}\n`);
  else if (isRebuilt) terminal.note(`${words.putRight({ counts })}\n`);
}

/** Why all is not well now, with what to do; null when it is. */
function whatIsLeft({ findings, isRebuilt }: Checked, { database }: Options): Sentence | null {
  if (findings.count === 0 || isRebuilt) return null;
  return ({ cli: { fsck } }) => {
    if (findings.ofLog === 0) return fsck.rowsWrong({ count: findings.count });
    return database === undefined ? fsck.folderDamaged : fsck.databaseDamaged;
  };
}

const described = ({ entries, requests, root, findings, isRebuilt }: Checked, words: Words) => ({
  ...{ entries, requests, root, rebuilt: isRebuilt },
  wrong: findings.count,
  logIsWhole: findings.ofLog === 0,
  findings: findings.list.map(({ table: name, key, problem }) => ({
    ...{ table: name, row: key, why: problem.code, params: problem.params },
    problem: words.tell(problem),
  })),
});
