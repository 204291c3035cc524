import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { harmlessFields } from '../../shared/lib/harmless-fields.ts';
import type { Logger } from '../../shared/ports/logger.ts';

/** What waits for a disk that has no room; what comes beyond it is lost. */
const MOST_WAITING = 1_000_000;

/**
 * Lines of JSON in `logs/desktop.log`. Where they cannot be written, the app goes on without: it is more important than
 * its log. What waits is written once there is room again.
 */
export function createLogger(home: string): Logger & { flush(): void } {
  const folder = join(home, 'logs');
  const isThere = makeFolder(folder);
  const file = pino.destination({
    dest: isThere ? join(folder, 'desktop.log') : process.stderr.fd,
    sync: false,
    mode: 0o600,
    maxLength: MOST_WAITING,
  });
  let isTold = false;
  file.on('error', (fault: unknown) => {
    if (!isTold) process.stderr.write(`Latchkey cannot write its log in ${folder}: ${String(fault)}\n`);
    isTold = true;
  });
  const logger = pino({ level: 'info', base: null, formatters: { log: harmlessFields } }, file);
  return Object.assign(logger, {
    flush: () => {
      try {
        file.flushSync();
      } catch {
        // Nothing was written yet.
      }
    },
  });
}

function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return true;
  } catch (fault) {
    process.stderr.write(`Latchkey cannot make the folder of its log: ${String(fault)}\n`);
    return false;
  }
}
