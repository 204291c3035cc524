import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { told, type Told } from '../words/told.ts';
import { ToldError } from '../words/told-error.ts';

/**
 * The bytes of a file that people put somewhere. A pipe, a device or a socket in its place is refused at once: who opens
 * one waits for whoever writes to it, for ever, and takes one of the few threads along that read files.
 *
 * Throws what the system says, or what people are told.
 *
 * @param mostBytes how many it may have; no more is ever in memory, whatever the system said of its size
 * @param accept why not, when what is open must not be read, for example because others could read it
 */
export async function readRegularFile(
  path: string,
  { mostBytes, accept }: { readonly mostBytes: number; readonly accept?: (stats: Stats) => Told | null },
): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    // Of the open file, so that what is checked is what is read.
    const stats = await file.stat();
    const problem = problemOf(path, stats, mostBytes) ?? accept?.(stats) ?? null;
    if (problem !== null) throw new ToldError(problem);
    const bytes = await readUpTo(file, mostBytes, stats.size);
    if (bytes === null) throw new ToldError(tooLarge(path, mostBytes));
    return bytes;
  } finally {
    await file.close();
  }
}

function problemOf(path: string, stats: Stats, mostBytes: number): Told | null {
  if (stats.isDirectory()) return told('isFolder', { path });
  if (!stats.isFile()) return told('isNoFile', { path });
  return stats.size > mostBytes ? tooLarge(path, mostBytes) : null;
}

/** Null when there are more. It may grow while it is read, and of some the system says that they are empty: those of /proc. */
async function readUpTo(file: FileHandle, mostBytes: number, expected: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  while (size <= mostBytes) {
    // One more than there should be, so that the first read is the last one of most files but for the end.
    const part = Buffer.allocUnsafe(
      Math.min(Math.max(expected - size, LEAST_READ) + 1, mostBytes - size + 1),
    );
    const { bytesRead } = await file.read(part, 0, part.length, null);
    if (bytesRead === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, bytesRead));
    size += bytesRead;
  }
  return null;
}

/** In bytes. */
const LEAST_READ = 4_096;

const tooLarge = (path: string, mostBytes: number): Told => told('fileTooLarge', { path, mostBytes });
