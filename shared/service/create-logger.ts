import { pino, type Logger } from 'pino';
import { harmlessFields } from '../lib/harmless-fields.ts';
import { stderrLog } from '../system/log-sinks.ts';

/** Structured lines of JSON on stderr, which nothing waits for: stdout has only the service's first line. */
export function createLogger(level: string): Logger {
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
  return pino(
    {
      level: levels.includes(level) ? level : 'info',
      formatters: { level: (label) => ({ level: label }), log: harmlessFields },
      base: null,
    },
    stderrLog(),
  );
}
