import { makeFolder } from '../system/make-folder.ts';
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Told } from '../words/told.ts';
import { readRegularFile } from '../system/read-regular-file.ts';
import { syncFolder } from '../system/sync-folder.ts';

/**
 * Writes a file that only its owner can read, all of it or nothing, and still there after a power failure. The folder is made,
 * for the owner alone.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const place = await reservePrivateFile(path, Buffer.byteLength(text));
  await place.write(text);
}

/** Room on the disk for a private file whose text comes later. Ends with `write` or `release`. */
export interface ReservedFile {
  /** Puts the file in place, all of it or nothing. */
  write(text: string): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes room for `bytes` beside `path`, so that what is about to be spent once and for all (an invite) is spent only where
 * its result can be kept: a folder that cannot be written to and a full disk throw here. Nothing is at `path` before `write`.
 */
export async function reservePrivateFile(path: string, bytes: number): Promise<ReservedFile> {
  makeFolder(dirname(path));
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  const release = async (): Promise<void> => {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
  };
  const orRelease = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      await release();
      throw error;
    }
  };
  await orRelease(fill(file, Buffer.alloc(bytes, ' ')));
  return {
    release,
    write: (text) =>
      orRelease(
        (async () => {
          const content = Buffer.from(text);
          // Over the room that was taken, and only then cut: a disk that has filled up meanwhile does not matter.
          await fill(file, content);
          await file.truncate(content.length);
          await file.sync();
          await file.close();
          await rename(draft, path);
          await syncFolder(dirname(path));
        })(),
      ),
  };
}

async function fill(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, at);
    at += bytesWritten;
  }
  await file.sync();
}

/**
 * Removes what a process that was killed left of files in `folder` that it was about to put in place: it may say more than these. Only
 * for who knows that nobody writes them now.
 */
export async function removeDrafts(folder: string, names: readonly string[]): Promise<void> {
  const isDraft = (name: string): boolean =>
    /\.[0-9a-f]{12}$/.test(name) && names.includes(name.slice(0, -'.'.length - 12));
  for (const name of await readdir(folder).catch(() => []))
    if (isDraft(name)) await rm(join(folder, name), { force: true });
}

/** The text of a file, or null when there is none. Throws where it has more than `mostBytes`, or `accept` says why it is not read. */
export async function readFileIfThere(
  path: string,
  mostBytes = Infinity,
  accept: (stats: Stats) => Told | null = () => null,
): Promise<string | null> {
  try {
    return (await readRegularFile(path, { mostBytes, accept })).toString('utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
