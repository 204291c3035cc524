import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { harmlessFields } from '../../shared/lib/harmless-fields.ts';
import type { Logger } from '../../shared/ports/logger.ts';

/** So large, in bytes, the file becomes; then it is `desktop.log.1`, in the place of the one before, and a new one begins. */
const LARGEST_FILE = 10_000_000;
/** Longer texts are cut, in UTF-16 units: what others answer ends up in faults. */
const LONGEST_TEXT = 4_000;

/**
 * Lines of JSON in `logs/desktop.log`. Whatever happens, and however often, they take a bounded part of the disk. Where they
 * cannot be written, on a full disk for example, they are lost: the app is more important than its log.
 */
export function createLogger(home: string): Logger & { flush(): void } {
  const path = join(home, 'logs', 'desktop.log');
  const file = openFile(path);
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const beginAnew = (): void => {
    size = 0;
    try {
      renameSync(path, `${path}.1`);
      file.reopen();
    } catch {
      // It goes on where it was, and is tried again when as much has come once more.
    }
  };
  const bounded = {
    write(line: string): void {
      file.write(line);
      size += Buffer.byteLength(line);
      if (size > LARGEST_FILE) beginAnew();
    },
  };
  const logger = pino(
    { level: 'info', base: null, formatters: { log: (fields) => harmlessFields(cutTexts(fields)) } },
    bounded,
  );
  return Object.assign(logger, {
    flush: () => {
      try {
        file.flushSync();
      } catch {
        // Nothing could be written.
      }
    },
  });
}

/** The file, or stderr where it cannot be opened. At once: a file that is still being opened could not be changed for another. */
function openFile(path: string): ReturnType<typeof pino.destination> {
  try {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    const file = pino.destination({ dest: path, sync: true, mode: 0o600 });
    file.on('error', () => undefined);
    return file;
  } catch (fault) {
    process.stderr.write(`Latchkey cannot write its log ${path}: ${String(fault)}\n`);
    const stderr = pino.destination({ dest: process.stderr.fd, sync: true });
    stderr.on('error', () => undefined);
    return stderr;
  }
}

function cutTexts(fields: Record<string, unknown>): Record<string, unknown> {
  const cut = (value: unknown): unknown =>
    typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cut(value)]));
}
