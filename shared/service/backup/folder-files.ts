import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, constants, copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../system/sync-folder.ts';

/** Every path below a folder, with slashes: what can be copied, and what is neither file nor folder (links, sockets). */
export async function listFiles(
  folder: string,
): Promise<{ readonly files: string[]; readonly others: string[] }> {
  const found = { files: [] as string[], others: [] as string[] };
  const look = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await look(path);
      else (entry.isFile() ? found.files : found.others).push(path);
    }
  };
  await look('');
  return { files: found.files.sort(), others: found.others.sort() };
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
