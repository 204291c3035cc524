import { createHash } from 'node:crypto';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile } from './read-regular-file.ts';
import { told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';

/** A provider is a few small files. More is a mistake (a checkout, a node_modules), found here and not by reading it all. */
const MOST_FILES = 200;
const MOST_BYTES = 20 * 1_048_576;

/**
 * SHA-256, in hex, over a folder's files: path, whether it may be executed, bytes; in the order of their paths.
 * Throws when it, or something in it, is neither file nor folder (a link could change what runs without a trace).
 */
export async function folderDigest(folder: string): Promise<string> {
  if (!(await lstat(folder)).isDirectory()) throw new ToldError(told('isLinkItself'));
  const hash = createHash('sha256');
  let bytes = 0;
  for (const path of await filesIn(folder)) {
    const content = await readRegularFile(join(folder, path), { mostBytes: MOST_BYTES });
    bytes += content.length;
    if (bytes > MOST_BYTES) throw new ToldError(told('isLargerThan', { mebibytes: MOST_BYTES / 1_048_576 }));
    const { mode } = await stat(join(folder, path));
    hash.update(JSON.stringify([path, (mode & 0o100) !== 0, content.length]));
    hash.update(content);
  }
  return hash.digest('hex');
}

async function filesIn(folder: string): Promise<string[]> {
  const found: string[] = [];
  const visit = async (inside: string): Promise<void> => {
    for (const entry of await readdir(join(folder, inside), { withFileTypes: true })) {
      const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) await visit(path);
      else if (entry.isFile()) found.push(path);
      else throw new ToldError(told('holdsOther', { path }));
      if (found.length > MOST_FILES) throw new ToldError(told('hasManyFiles', { most: MOST_FILES }));
    }
  };
  await visit('');
  return found.sort((a, b) => (a < b ? -1 : 1));
}
