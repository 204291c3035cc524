import { makeFolder } from '../../system/make-folder.ts';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, constants, open, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { syncFolder } from '../../system/sync-folder.ts';

/** What a folder has that cannot be copied: a link or the like, or a name that is no text, or too long. */
export interface LeftOut {
  readonly path: string;
  readonly why: 'noFile' | 'name';
}

/** In the place of what is no text in a name. Nothing is found by such a name. */
const NO_TEXT = '\uFFFD';

/**
 * Every path below a folder, with slashes: the files that can be copied, and what cannot.
 *
 * @param isKnown asked of each path, of folders too: nothing is told of what it is true for
 */
export async function listFiles(
  folder: string,
  isKnown: (path: string) => boolean = () => false,
): Promise<{ readonly files: string[]; readonly others: LeftOut[] }> {
  const found = { files: [] as string[], others: [] as LeftOut[] };
  const look = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (isKnown(path)) continue;
      if (path.includes(NO_TEXT)) found.others.push({ path, why: 'name' });
      else if (entry.isDirectory()) await look(path);
      else if (entry.isFile()) found.files.push(path);
      else found.others.push({ path, why: 'noFile' });
    }
  };
  await look('');
  return { files: found.files.sort(), others: found.others };
}

/**
 * Copies one file, for this user alone and durably; folders above it are made. Never over a file that is there.
 *
 * @param bytes how long it has to be, where that is known
 * @returns false when there is something else than a file, or one of another length: nothing is copied, and nothing waited for
 */
export async function copyPrivately(from: string, to: string, bytes?: number): Promise<boolean> {
  makeFolder(dirname(to));
  const source = await openFile(from);
  if (!source) return false;
  try {
    const found = await source.stat();
    if (!found.isFile() || (bytes !== undefined && found.size !== bytes)) return false;
    await pipeline(
      source.createReadStream({ autoClose: false }),
      createWriteStream(to, { flags: 'wx', mode: 0o600 }),
    );
    // What its owner may run stays a program: providers lie in this folder, too.
    await chmod(to, 0o600 | (found.mode & 0o100));
  } finally {
    await source.close();
  }
  await syncFile(to);
  return true;
}

/** What is looked at is what is read, whoever puts something else there: opened once, no link, and no pipe is waited for. */
async function openFile(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (fault) {
    if (['ELOOP', 'ENXIO'].includes((fault as NodeJS.ErrnoException).code ?? '')) return null;
    throw fault;
  }
}

/** Makes a file's content durable, and its name. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(path));
}

/** Its length in bytes and the SHA-256 of its content, in hex. */
export async function measureFile(
  path: string,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}
