import { constants, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * The bytes of a file that people put somewhere. A pipe, a device or a socket in its place is refused at once: who opens
 * one waits for whoever writes to it, for ever, and takes one of the few threads along that read files.
 *
 * Throws what the system says, or an error with a sentence.
 *
 * @param accept a sentence when what is open must not be read, for example because others could read it
 */
export async function readRegularFile(
  path: string,
  { mostBytes, accept }: { readonly mostBytes: number; readonly accept?: (stats: Stats) => string | null },
): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // Of the open file, so that what is checked is what is read.
    const stats = await file.stat();
    const problem = problemOf(path, stats, mostBytes) ?? accept?.(stats) ?? null;
    if (problem !== null) throw new Error(problem);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function problemOf(path: string, stats: Stats, mostBytes: number): string | null {
  if (stats.isDirectory()) return `${path} is a folder, not a file.`;
  if (!stats.isFile()) return `${path} is not a file like others.`;
  return stats.size > mostBytes ? `${path} is larger than ${sizeText(mostBytes)}.` : null;
}

const sizeText = (bytes: number): string =>
  bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1_024} KiB`;
