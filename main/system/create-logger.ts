import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from '../../shared/ports/logger.ts';

/** Names under which a secret might be logged by mistake. */
const SECRET_FIELDS = ['token', 'code', 'password', 'seed', 'privateKey', 'credential', 'authorization'];

/** So large, in bytes, the file becomes; then it is `desktop.log.1`, in the place of the one before, and a new one begins. */
const LARGEST_FILE = 10_000_000;
/** Longer texts are cut, in UTF-16 units: what others answer ends up in faults. */
const LONGEST_TEXT = 4_000;

/** Lines of JSON in `logs/desktop.log`. Whatever happens, and however often, they take a bounded part of the disk. */
export function createLogger(home: string): Logger & { flush(): void } {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'desktop.log');
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // At once: lines are few, and a file that is still being opened could not be changed for another.
  const file = pino.destination({ dest: path, sync: true, mode: 0o600 });
  // What cannot be written, because the disk is full, is lost; it stops nothing.
  file.on('error', () => undefined);
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
  const redact = { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' };
  const logger = pino({ level: 'info', base: null, redact, formatters: { log: cutTexts } }, bounded);
  return Object.assign(logger, { flush: () => file.flushSync() });
}

function cutTexts(fields: Record<string, unknown>): Record<string, unknown> {
  const cut = (value: unknown): unknown =>
    typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cut(value)]));
}
