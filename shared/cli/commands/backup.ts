import type { Command } from 'commander';
import { join } from 'node:path';
import type { ServicePlace } from '../../service/backup/back-up.ts';
import type { BackupManifest } from '../../service/backup/backup-manifest.ts';
import type { LeftOut } from '../../service/backup/folder-files.ts';
import type { Result } from '../../lib/result.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { latchkeyHome } from '../../system/latchkey-home.ts';
import { CliFailure, wrongUsage } from '../cli-failure.ts';
import { EXIT } from '../exit-status.ts';
import { localTime } from '../local-time.ts';
import { printJson } from '../print-json.ts';
import type { Terminal } from '../terminal.ts';

interface Options {
  readonly data?: string;
  readonly database?: string;
  readonly databasePasswordFile?: string;
  readonly json?: boolean;
}

const WHY_LEFT_OUT: Readonly<Record<LeftOut['why'], string>> = {
  noFile: 'it is no file',
  name: 'its name cannot be kept',
};

const DATABASE = 'the PostgreSQL that the service shares, if it does: backed up and restored with the folder';
const PASSWORD = 'where its password is, for you alone; otherwise PGPASSFILE';
const PAGE = 'shared/decisions/0033-backup-and-restore.md';

export function addBackup(program: Command, terminal: Terminal): void {
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
    .description("copy the service's data folder, also while it runs: database, keys, its runner's journal")
    .argument('<dir>', 'where to; not there yet, or empty')
    .option('--data <dir>', "the service's data folder (a folder in LATCHKEY_HOME)")
    .option('--database <url>', DATABASE)
    .option('--database-password-file <file>', PASSWORD)
    .option('--json', 'as one JSON document')
    .action(async (dir: string, options: Options) => {
      const { backUp } = await import('../../service/backup/back-up.ts');
      const { manifest, leftOut } = taken(await backUp(await placeOf(options), dir, terminal.clock.now()));
      for (const { path, why } of leftOut)
        terminal.note(`Not in the backup, since ${WHY_LEFT_OUT[why]}: ${visibleText(path)}\n`);
      if (options.json)
        return printJson(terminal, { ...described(manifest), leftOut: leftOut.map(({ path }) => path) });
      terminal.note(
        `Backed up to ${visibleText(dir)}: ${howMuch(manifest)}. Keep it as secret as the service itself.\n`,
      );
    });
  program
    .command('restore')
    .description("make the service's data folder anew from a backup, where there is none")
    .argument('<dir>', 'what `latchkey backup` wrote')
    .option('--data <dir>', "the service's data folder (a folder in LATCHKEY_HOME)")
    .option('--database <url>', DATABASE)
    .option('--database-password-file <file>', PASSWORD)
    .option('--json', 'as one JSON document')
    .action(async (dir: string, options: Options) => {
      const { restore } = await import('../../service/backup/restore.ts');
      const place = await placeOf(options);
      const manifest = taken(await restore(dir, place));
      if (options.json) return printJson(terminal, described(manifest));
      terminal.note(
        `Restored to ${visibleText(place.dataDir)}${place.database ? ' and the database' : ''}: ${howMuch(manifest)}. The log verifies.\nWhoever has seen later entries will raise an alarm, and what was granted later is unknown here. What to do: ${PAGE}\n`,
      );
    });
}

function taken<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw new CliFailure(EXIT.refused, result.error, 'backup');
}

function howMuch({ organisation, entries, lastEntryAt }: BackupManifest): string {
  const upTo = lastEntryAt === null ? '' : ` up to ${localTime(lastEntryAt)}`;
  return `${visibleText(organisation)}, ${entries} ${entries === 1 ? 'entry' : 'entries'}${upTo}`;
}

const described = ({ organisation, madeAt, entries, lastEntryAt, checkpoint }: BackupManifest) => ({
  organisation,
  madeAt: new Date(madeAt).toISOString(),
  entries,
  lastEntryAt: lastEntryAt === null ? null : new Date(lastEntryAt).toISOString(),
  checkpoint,
});
