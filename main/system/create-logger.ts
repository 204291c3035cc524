import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import type { Logger } from '../../shared/ports/logger.ts';

/** Names under which a secret might be logged by mistake. */
const SECRET_FIELDS = ['token', 'code', 'password', 'seed', 'privateKey', 'credential', 'authorization'];

/** Lines of JSON in `logs/desktop.log`. */
export function createLogger(home: string): Logger & { flush(): void } {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = pino.destination({ dest: join(folder, 'desktop.log'), sync: false, mode: 0o600 });
  const redact = { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' };
  const logger = pino({ level: 'info', base: null, redact }, file);
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
