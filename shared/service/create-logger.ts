import { destination, pino, type Logger } from 'pino';
import { harmlessFields } from '../lib/harmless-fields.ts';

/** Structured lines of JSON on stderr: stdout has only the service's first line. */
export function createLogger(level: string): Logger {
  const stderr = destination({ fd: 2, sync: true });
  // A log on a full disk, or that nobody reads any more, ends neither the service nor a runner.
  stderr.on('error', () => undefined);
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
  return pino(
    {
      level: levels.includes(level) ? level : 'info',
      formatters: { level: (label) => ({ level: label }), log: harmlessFields },
      base: null,
    },
    stderr,
  );
}
