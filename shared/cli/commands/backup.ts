import type { Command } from 'commander';
import { join } from 'node:path';
import type { ServicePlace } from '../../service/backup/back-up.ts';
import type { BackupManifest } from '../../service/backup/backup-manifest.ts';
import type { Result } from '../../lib/result.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';
import type { Words } from '../../words/words.ts';
import type { Told } from '../../words/told.ts';

interface Options {
  readonly data?: string;
  readonly database?: string;
  readonly databasePasswordFile?: string;
  readonly json?: boolean;
}

const PAGE = 'shared/decisions/0033-backup-and-restore.md';

export function addBackup(program: Command, terminal: Terminal): void {
  const { backup: words, common } = terminal.words.cli;
  const placeOf = async (options: Options): Promise<ServicePlace> => {
    // Loaded only here: other commands need no database.
    const { readDatabaseOptions } = await import('../../service/database-options.ts');
    const database = await readDatabaseOptions(options.database, options.databasePasswordFile);
    if (!database.ok) throw wrongUsage(({ tell }) => tell(database.error));
    const dataDir = options.data ?? join(latchkeyHome(terminal.environment), 'service');
    return { dataDir, database: database.value };
  };
  program
    .command('backup')
    .description(words.what)
    .argument('<dir>', words.dir)
    .option('--data <dir>', words.data)
    .option('--database <url>', words.database)
    .option('--database-password-file <file>', words.passwordFile)
    .option('--json', common.json)
    .action(async (dir: string, options: Options) => {
      const { backUp } = await import('../../service/backup/back-up.ts');
      const { manifest, leftOut } = taken(await backUp(await placeOf(options), dir, terminal.clock.now()));
      for (const { path, why } of leftOut) terminal.note(`${words[why]({ path: visibleText(path) })}\n`);
      if (options.json)
        return printJson(terminal, { ...described(manifest), leftOut: leftOut.map(({ path }) => path) });
      terminal.note(`${words.done({ dir: visibleText(dir), what: howMuch(words, manifest) })}\n`);
    });
  program
    .command('restore')
    .description(words.restore)
    .argument('<dir>', words.from)
    .option('--data <dir>', words.data)
    .option('--database <url>', words.database)
    .option('--database-password-file <file>', words.passwordFile)
    .option('--json', common.json)
    .action(async (dir: string, options: Options) => {
      const { restore } = await import('../../service/backup/restore.ts');
      const place = await placeOf(options);
      const manifest = taken(await restore(dir, place));
      if (options.json) return printJson(terminal, described(manifest));
      const say = place.database ? words.restoredBoth : words.restored;
      const done = say({ dir: visibleText(place.dataDir), what: howMuch(words, manifest) });
      terminal.note(`${done}\n${words.afterwards({ page: PAGE })}\n`);
    });
}

function taken<T>(result: Result<T, Told>): T {
  if (result.ok) return result.value;
  throw new CliFailure(EXIT.refused, result.error, 'backup');
}

function howMuch(
  words: Words['cli']['backup'],
  { organisation, entries: count, lastEntryAt: lastAt }: BackupManifest,
): string {
  const what = { organisation: visibleText(organisation), count };
  return lastAt === null ? words.entries(what) : words.entriesUpTo({ ...what, lastAt });
}

const described = ({ organisation, madeAt, entries, lastEntryAt, checkpoint }: BackupManifest) => ({
  organisation,
  madeAt: new Date(madeAt).toISOString(),
  entries,
  lastEntryAt: lastEntryAt === null ? null : new Date(lastEntryAt).toISOString(),
  checkpoint,
});
