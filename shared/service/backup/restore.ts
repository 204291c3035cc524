import { makeFolder } from '../../system/make-folder.ts';
import { chmod, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '../../lib/result.ts';
import { openCheckpoint } from '../../log/checkpoint.ts';
import { sameBytes } from '../../log/hashes.ts';
import { verify } from '../../system/node-crypto.ts';
import type { FileLock } from '../../system/file-lock.ts';
import { syncFolder } from '../../system/sync-folder.ts';
import { tryLockFolder } from '../store/lock-folder.ts';
import type { ServicePlace } from './back-up.ts';
import { backupManifestSchema, MANIFEST, type BackupManifest } from './backup-manifest.ts';
import { readRegularFile } from '../../system/read-regular-file.ts';
import { copyPrivately, measureFile } from './folder-files.ts';
import { withEmptyPostgres } from './postgres-copy.ts';
import { readKeptLog } from './read-kept-log.ts';
import { isTold, told, type Told } from '../../words/told.ts';
import { toldOfFault } from '../../words/told-error.ts';

/** In the data folder, for what is not yet checked. What is left of one belongs to a restore that was killed. */
const BEGUN = '.restoring-';
/** What is in a folder that counts as empty: a lock that nobody holds, and what file systems have in their topmost folder. */
const NOTHING = new Set(['lock', 'lost+found']);

/**
 * Makes the data folder of a service anew from a backup.
 *
 * 1. Only where there is none: a folder that a service holds, or that has anything in it, is left as it is. It may be there
 *    already, empty: a volume, or a link to a folder.
 * 2. What is put there was checked first, as it was copied: each file by its checksum, each entry of the log by its hash,
 *    the texts that they name by theirs, and all of them by the note that the log's key signed. What the manifest does not list is not taken.
 * 3. The key of the log gets its place first and the database last: a service begins no history where only the key is, so that
 *    half a restore is never taken for a whole one. No service can start meanwhile. A PostgreSQL gets all of its rows in one transaction, and only where it has none.
 *
 * Throws when a file cannot be read or written.
 */
export async function restore(
  backup: string,
  { dataDir, database }: ServicePlace,
): Promise<Result<BackupManifest, Told>> {
  const from = resolve(backup);
  const to = resolve(dataDir);
  const manifest = await readManifest(from);
  if (!manifest.ok) return manifest;
  if (!database) return restoreFolder({ from, to, manifest: manifest.value, putDatabase: inFolder });
  return withEmptyPostgres(database, (put) =>
    restoreFolder({ from, to, manifest: manifest.value, putDatabase: put }),
  );
}

/** Gives the database, which lies checked in the file, its place: whole, or not at all. */
type PutDatabase = (file: string, to: string) => Promise<void>;

const inFolder: PutDatabase = (file, to) => rename(file, join(to, 'service.db'));

interface Restoring {
  readonly from: string;
  readonly to: string;
  readonly manifest: BackupManifest;
  readonly putDatabase: PutDatabase;
}

async function restoreFolder(restoring: Restoring): Promise<Result<BackupManifest, Told>> {
  const { to } = restoring;
  const isFree = await isFolderFree(to);
  if (!isFree.ok) return isFree;
  const isNew = makeFolder(to) !== null;
  const lock = lockOf(to);
  if (!lock.ok) return lock;
  let restored: Result<BackupManifest, Told> | null = null;
  try {
    restored = await fill(restoring);
    return restored;
  } finally {
    lock.value.release();
    if (!restored?.ok) await rm(isNew ? to : join(to, 'lock'), { recursive: true, force: true });
  }
}

async function fill({ from, to, manifest, putDatabase }: Restoring): Promise<Result<BackupManifest, Told>> {
  for (const name of await readdir(to))
    if (name.startsWith(BEGUN)) await rm(join(to, name), { recursive: true, force: true });
  // A volume is often open to others; whose it is may not be ours to say.
  await chmod(to, 0o700).catch(() => undefined);
  const begun = await mkdtemp(join(to, BEGUN));
  const placed: string[] = [];
  let isWhole = false;
  try {
    for (const { path, bytes, sha256 } of manifest.files) {
      if (!(await copyPrivately(join(from, path), join(begun, path), bytes)))
        return err(told('backedUpOtherwise', { path: join(from, path) }));
      const copied = await measureFile(join(begun, path));
      if (copied.bytes !== bytes || copied.sha256 !== sha256)
        return err(told('backedUpChecksum', { path: join(from, path) }));
    }
    const mistake = await mistakeIn(begun, manifest);
    if (mistake !== null) return err(told('notRestored', { why: mistake }));
    const names = (await readdir(begun)).filter((name) => name !== 'log-key' && name !== 'service.db');
    for (const name of ['log-key', ...names]) {
      await rename(join(begun, name), join(to, name));
      placed.push(name);
    }
    await syncFolder(to);
    await putDatabase(join(begun, 'service.db'), to);
    isWhole = true;
    await syncFolder(to);
    await syncFolder(dirname(to));
    return ok(manifest);
  } catch (fault) {
    if (!isMissing(fault)) throw fault;
    return err(told('backupLacks', { path: (fault as NodeJS.ErrnoException).path ?? '' }));
  } finally {
    for (const path of [begun, ...(isWhole ? [] : placed.map((name) => join(to, name)))])
      await rm(path, { recursive: true, force: true });
  }
}

/** A hundred thousand files, with room for their names. */
const LARGEST_MANIFEST = 200_000_000;

async function readManifest(folder: string): Promise<Result<BackupManifest, Told>> {
  let text: string;
  try {
    text = String(await readRegularFile(join(folder, MANIFEST), { mostBytes: LARGEST_MANIFEST }));
  } catch (fault) {
    if (!isMissing(fault)) throw fault;
    return err(told('backupNotWhole', { folder, manifest: MANIFEST }));
  }
  const parsed = backupManifestSchema.safeParse(parseJson(text));
  if (parsed.success) return ok(parsed.data);
  return err(told('manifestUnread', { path: join(folder, MANIFEST) }));
}

/** Whether a folder is not there, or empty; then, whether a service holds it. */
async function isFolderFree(folder: string): Promise<Result<null, Told>> {
  const names: readonly string[] = await readdir(folder).catch((fault: unknown) => {
    if (isMissing(fault)) return [];
    throw fault;
  });
  if (names.includes('lock')) {
    const lock = lockOf(folder);
    if (!lock.ok) return lock;
    lock.value.release();
  }
  if (names.every((name) => NOTHING.has(name) || name.startsWith(BEGUN))) return ok(null);
  return err(told('restoreFolderFull', { folder }));
}

function lockOf(folder: string): Result<FileLock, Told> {
  const lock = tryLockFolder(folder);
  return lock ? ok(lock) : err(told('restoreFolderInUse', { folder }));
}

async function mistakeIn(folder: string, manifest: BackupManifest): Promise<Told | null> {
  try {
    const log = await readKeptLog(folder);
    const head = openCheckpoint(manifest.checkpoint, log.key, verify);
    if (!head.ok) return whyOtherLog(head.error.told);
    const isSame = head.value.size === log.size && sameBytes(head.value.rootHash, log.rootHash);
    return isSame && manifest.entries === log.size ? null : told('logNotAsSigned');
  } catch (fault) {
    return toldOfFault(fault);
  }
}

const whyOtherLog = (why: object): Told =>
  isTold(why) ? told('logNotAsSignedBy', { why }) : told('logNotAsSigned');

const isMissing = (fault: unknown): boolean => (fault as NodeJS.ErrnoException).code === 'ENOENT';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
