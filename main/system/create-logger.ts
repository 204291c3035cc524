import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { harmlessFields } from '../../shared/lib/harmless-fields.ts';
import type { Logger } from '../../shared/ports/logger.ts';

/** Lines of JSON in `logs/desktop.log`. */
export function createLogger(home: string): Logger & { flush(): void } {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = pino.destination({ dest: join(folder, 'desktop.log'), sync: false, mode: 0o600 });
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
