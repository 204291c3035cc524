import { makeFolder } from '../../system/make-folder.ts';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, readdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import Database from 'libsql';
import type { Instant } from '../../lib/time.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { signCheckpoint } from '../../log/checkpoint.ts';
import { signer } from '../../system/node-crypto.ts';
import { TURN_FILE } from '../../runner-process/runner-orders.ts';
import type { DatabaseOptions } from '../store/postgres-connection.ts';
import {
  backupManifestSchema,
  backupPathSchema,
  MANIFEST,
  MOST_FILES,
  type BackupManifest,
} from './backup-manifest.ts';
import { copyPrivately, listFiles, measureFile, syncFile, type LeftOut } from './folder-files.ts';
import { whyDatabaseDamaged, whyNoDatabase } from '../store/migrate.ts';
import { copyFromPostgres, whyNotCopied } from './postgres-copy.ts';
import { readKeptLog } from './read-kept-log.ts';
import { told, type Told } from '../../words/told.ts';
import { ToldError, toldOfFault } from '../../words/told-error.ts';

/** What is of one process, one moment or the disk, and what is copied in another way. Nothing else is left out untold. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  ...['service.db', 'service.db-wal', 'service.db-shm', 'service.db-journal'],
  ...['lock', 'runner/journal/lock', `runner/${TURN_FILE}`],
  // Of the backup that this folder was made from, by hand; and what file systems have in their topmost folder.
  ...[MANIFEST, 'lost+found'],
]);

/** How long the database may be busy before there is no backup: another program may be copying it over. */
const BUSY_MS = 10_000;

/** What a service is made of: its folder, and the PostgreSQL that it shares, if it does. */
export interface ServicePlace {
  readonly dataDir: string;
  readonly database?: DatabaseOptions | undefined;
}

export interface MadeBackup {
  readonly manifest: BackupManifest;
  /** What is in the data folder and not in the backup. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Copies the data folder of a service to `target`, while it runs or not.
 *
 * 1. The database is one moment of it, whatever is committed meanwhile (`VACUUM INTO` by a connection of its own, which holds
 *    up nobody; of a PostgreSQL, see postgres-copy). Other files are copied after it: the journal of the own runner then knows of all access that the log knows of.
 * 2. It writes only into a folder that is not there or empty, for this user alone (0700, 0600).
 * 3. The manifest is written last, after everything else is durable and the log was hashed again: a folder without it is no backup.
 *    It was checked as `restore` checks it.
 * 4. Where it cannot be finished, on a full disk for example, what it wrote is removed again.
 *
 * Throws when a file cannot be read or written.
 */
export async function backUp(
  { dataDir, database }: ServicePlace,
  target: string,
  now: Instant,
): Promise<Result<MadeBackup, Told>> {
  const data = resolve(dataDir);
  const folder = resolve(target);
  const unfit = database ? await whyNotShared(data, database) : whyNotAlone(data);
  if (unfit !== null) return err(unfit);
  const isFree = await takeFolder(data, folder);
  if (!isFree.ok) return isFree;
  // Whoever makes this file has the folder: two backups at once are not one.
  closeSync(openSync(join(folder, 'service.db'), 'wx', 0o600));
  try {
    const file = join(folder, 'service.db');
    if (database) await copyFromPostgres(database, file);
    else copyDatabase(join(data, 'service.db'), file);
    return ok(await fillFolder(data, folder, now));
  } catch (fault) {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
    const damaged = database ? null : whyDatabaseDamaged(fault, join(data, 'service.db'));
    throw new ToldError(told('backupUndone', { why: damaged ?? toldOfFault(fault) }), { cause: fault });
  }
}

function whyNotAlone(data: string): Told | null {
  const file = join(data, 'service.db');
  return existsSync(file) ? whyNoDatabase(file) : told('folderOfNoService', { folder: data });
}

async function whyNotShared(data: string, database: DatabaseOptions): Promise<Told | null> {
  if (existsSync(join(data, 'service.db'))) return told('folderHasDatabase', { folder: data });
  if (!existsSync(join(data, 'log-key'))) return told('folderOfOtherDatabase', { folder: data });
  const why = await whyNotCopied(database);
  return why && told('noBackup', { why });
}

async function fillFolder(data: string, folder: string, now: Instant): Promise<MadeBackup> {
  await syncFile(join(folder, 'service.db'));
  const { files, others } = await listFiles(data, (path) => NOT_COPIED.has(path));
  const isKept = (path: string): boolean => backupPathSchema.safeParse(path).success;
  for (const path of files.filter(isKept))
    await copyPrivately(join(data, path), join(folder, path)).catch(unlessGone);
  const leftOut = [
    ...others,
    ...files.filter((path) => !isKept(path)).map((path) => ({ path, why: 'name' as const })),
  ];
  return { manifest: await writeManifest(folder, now), leftOut };
}

async function takeFolder(data: string, folder: string): Promise<Result<null, Told>> {
  const names =
    (await readdir(folder).catch((fault: unknown) => unlessGone(unlessFile(fault, folder)))) ?? [];
  if (names.length > 0) return err(told('backupFolderFull', { folder }));
  makeFolder(folder);
  if (!relative(await realpath(data), await realpath(folder)).startsWith('..'))
    return err(told('backupFolderWithin', { folder }));
  const { uid } = await stat(folder);
  // Whoever has the folder can read the backup, and put something else in its place.
  if (process.getuid && uid !== process.getuid()) return err(told('backupFolderOfOther', { folder }));
  await chmod(folder, 0o700);
  return ok(null);
}

function copyDatabase(from: string, to: string): void {
  const db = new Database(from);
  try {
    db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
}

async function writeManifest(folder: string, madeAt: Instant): Promise<BackupManifest> {
  const { key, signingKey, size, rootHash, organisation, lastEntryAt } = await readKeptLog(folder);
  const note = { origin: key.name, size, rootHash, extensions: [] };
  const { files } = await listFiles(folder);
  const manifest: BackupManifest = {
    format: 'latchkey-backup',
    version: 1,
    madeAt,
    organisation,
    entries: size,
    lastEntryAt,
    checkpoint: signCheckpoint(note, key, signer(signingKey.seed)),
    files: await Promise.all(
      files.map(async (path) => ({ path, ...(await measureFile(join(folder, path))) })),
    ),
  };
  const checked = backupManifestSchema.safeParse(manifest);
  if (!checked.success)
    throw new ToldError(
      files.length > MOST_FILES
        ? told('tooManyFiles', { most: MOST_FILES })
        : told('restoreWouldRefuse', { at: checked.error.issues[0]?.path.join('.') ?? '' }),
    );
  const begun = join(folder, `${MANIFEST}.new`);
  await writeFile(begun, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await syncFile(begun);
  await rename(begun, join(folder, MANIFEST));
  await syncFile(join(folder, MANIFEST));
  return manifest;
}

function unlessFile(fault: unknown, folder: string): unknown {
  if ((fault as NodeJS.ErrnoException).code !== 'ENOTDIR') return fault;
  return new ToldError(told('backupFolderIsFile', { folder }), { cause: fault });
}

function unlessGone(fault: unknown): null {
  if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
  throw fault;
}
