import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '../../lib/result.ts';
import { openCheckpoint } from '../../log/checkpoint.ts';
import { sameBytes } from '../../log/same-bytes.ts';
import { verify } from '../../system/node-crypto.ts';
import { syncFolder } from '../../system/sync-folder.ts';
import { lockFolder } from '../store/lock-folder.ts';
import { backupManifestSchema, MANIFEST, type BackupManifest } from './backup-manifest.ts';
import { copyPrivately, measureFile } from './folder-files.ts';
import { readKeptLog } from './read-kept-log.ts';

/**
 * Makes the data folder of a service anew from a backup.
 *
 * 1. Only where there is none: a folder that a service holds, or that has anything in it, is left as it is.
 * 2. What is put there was checked first, as it was copied: each file by its checksum, each entry of the log by its hash, and
 *    all of them by the note that the log's key signed. What the manifest does not list is not taken.
 * 3. The folder gets its name last, so that half a restore is never taken for a whole one.
 *
 * An error is a sentence. Throws when a file cannot be read or written.
 */
export async function restore(backup: string, dataDir: string): Promise<Result<BackupManifest, string>> {
  const from = resolve(backup);
  const to = resolve(dataDir);
  const manifest = await readManifest(from);
  if (!manifest.ok) return manifest;
  const isFree = await isFolderFree(to);
  if (!isFree.ok) return isFree;
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const begun = await mkdtemp(join(dirname(to), `.${basename(to)}-restoring-`));
  try {
    for (const { path, bytes, sha256 } of manifest.value.files) {
      if (!(await copyPrivately(join(from, path), join(begun, path), bytes)))
        return err(
          `${join(from, path)} is not as it was backed up: it is no file any more, or of another length. Use another backup.`,
        );
      const copied = await measureFile(join(begun, path));
      if (copied.bytes !== bytes || copied.sha256 !== sha256)
        return err(
          `${join(from, path)} is not as it was backed up: its checksum differs. Use another backup.`,
        );
    }
    const mistake = mistakeIn(begun, manifest.value);
    if (mistake !== null) return err(`This backup cannot be restored: ${mistake}. Use another backup.`);
    // Fails when something has come into the folder meanwhile.
    await rm(join(to, 'lock'), { force: true });
    await rmdir(to).catch((fault: unknown) => {
      if (!isMissing(fault)) throw fault;
    });
    await rename(begun, to);
    await syncFolder(dirname(to));
    return manifest;
  } catch (fault) {
    if (!isMissing(fault)) throw fault;
    return err(
      `The backup is not whole: ${(fault as NodeJS.ErrnoException).path ?? 'a file'} is missing. Use another one.`,
    );
  } finally {
    await rm(begun, { recursive: true, force: true });
  }
}

async function readManifest(folder: string): Promise<Result<BackupManifest, string>> {
  let text: string;
  try {
    text = await readFile(join(folder, MANIFEST), 'utf8');
  } catch (fault) {
    if (!isMissing(fault)) throw fault;
    return err(
      `${folder} is no whole backup: there is no ${MANIFEST}, which is written last. Use another one.`,
    );
  }
  const parsed = backupManifestSchema.safeParse(parseJson(text));
  if (parsed.success) return ok(parsed.data);
  return err(`${join(folder, MANIFEST)} does not read: it is damaged, or was made by a newer Latchkey.`);
}

/** Whether a folder is not there, or empty but for a lock that nobody holds. */
async function isFolderFree(folder: string): Promise<Result<null, string>> {
  const names: readonly string[] = await readdir(folder).catch((fault: unknown) => {
    if (isMissing(fault)) return [];
    throw fault;
  });
  if (names.length === 0) return ok(null);
  try {
    if (names.includes('lock')) lockFolder(folder).release();
  } catch (fault) {
    return err(`Nothing was restored: ${(fault as Error).message}. Stop it first, and move its folder away.`);
  }
  if (names.every((name) => name === 'lock')) return ok(null);
  return err(`${folder} has data already, and nothing is written over it. Move it away first, and keep it.`);
}

function mistakeIn(folder: string, manifest: BackupManifest): string | null {
  try {
    const log = readKeptLog(folder);
    const head = openCheckpoint(manifest.checkpoint, log.key, verify);
    if (!head.ok) return `its log is not the one that was signed (${head.error.sentence})`;
    const isSame = head.value.size === log.size && sameBytes(head.value.rootHash, log.rootHash);
    return isSame && manifest.entries === log.size ? null : 'its log is not the one that was signed';
  } catch (fault) {
    return (fault as Error).message;
  }
}

const isMissing = (fault: unknown): boolean => (fault as NodeJS.ErrnoException).code === 'ENOENT';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
