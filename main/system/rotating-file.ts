import { makeFolder } from '../../shared/system/make-folder.ts';
import { close, fstatSync, open, openSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { fileSink } from '../../shared/system/log-sinks.ts';
import { WrittenInPart, type LogSink } from '../../shared/system/log-writer.ts';

const [openFile, closeFile] = [promisify(open), promisify(close)];

/** So large, in bytes, the file becomes; then it is `….1`, in the place of the one before, and a new one begins. */
const LARGEST_FILE = 10_000_000;

/**
 * A file of lines at `path` that takes a bounded part of the disk, whatever happens. The new file is open before the old one
 * gets its other name: where none can be made, the old one goes on as it is, up to twice its size. What does not fit is lost.
 * Throws when it cannot be opened now.
 */
export function rotatingFile(path: string): LogSink {
  makeFolder(dirname(path));
  let descriptor = openSync(path, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  const file = fileSink(() => descriptor);
  const beginAnew = async (): Promise<void> => {
    makeFolder(dirname(path));
    let other = await openFile(`${path}.new`, 'w', 0o600);
    try {
      // Somebody may have taken the old one away.
      await rename(path, `${path}.1`).catch(unlessGone);
      await rename(`${path}.new`, path);
      [descriptor, other, size] = [other, descriptor, 0];
    } finally {
      await closeFile(other);
    }
  };
  return {
    async append(text) {
      const bytes = Buffer.byteLength(text);
      if (size + bytes > LARGEST_FILE)
        await beginAnew().catch((fault: unknown) => {
          if (size + bytes > 2 * LARGEST_FILE) throw fault;
        });
      try {
        await file.append(text);
        size += bytes;
      } catch (fault) {
        if (fault instanceof WrittenInPart) size += fault.bytes;
        throw fault;
      }
    },
    appendNow: (text) => file.appendNow(text),
  };
}

function unlessGone(fault: unknown): void {
  if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
}
