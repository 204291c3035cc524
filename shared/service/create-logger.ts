import { destination, pino, type Logger } from 'pino';

/** Where secrets could stand in what is logged, in case somebody logs a whole object. */
const SECRETS = [
  'token',
  'code',
  'ownerInvite',
  'password',
  'secret',
  'authorization',
  'credential',
  'sealed',
  'key',
];
/** pino's `*` stands for one level: three are enough for what is logged here. */
const PATHS = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Structured lines of JSON on stderr: stdout has only the service's first line. */
export function createLogger(level: string): Logger {
  const stderr = destination({ fd: 2, sync: true });
  // A log on a full disk, or that nobody reads any more, ends neither the service nor a runner.
  stderr.on('error', () => undefined);
  const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
  return pino(
    {
      level: levels.includes(level) ? level : 'info',
      redact: { paths: PATHS, censor: '[secret]' },
      formatters: { level: (label) => ({ level: label }) },
      base: null,
    },
    stderr,
  );
}
