import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, constants, copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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

/** Copies one file, for this user alone and durably; folders above it are made. Never over a file that is there. */
export async function copyPrivately(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const { mode } = await stat(from);
  await copyFile(from, to, constants.COPYFILE_EXCL);
  // What its owner may run stays a program: providers lie in this folder, too.
  await chmod(to, 0o600 | (mode & 0o100));
  await syncFile(to);
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
