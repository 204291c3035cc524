import type { Logger } from '../ports/logger.ts';
import { harmlessJson } from './harmless-json.ts';
import type { Terminal } from './terminal.ts';

/** Structured lines on stderr for commands that run for long. Errors are told by their message and code. */
export function stderrLogger({ note, clock }: Pick<Terminal, 'note' | 'clock'>): Logger {
  const log =
    (level: string) =>
    (fields: object, message: string): void => {
      const line = { level, time: new Date(clock.now()).toISOString(), msg: message, ...described(fields) };
      note(`${harmlessJson(line)}\n`);
    };
  return { debug: () => undefined, info: log('info'), warn: log('warn'), error: log('error') };
}

const described = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? facts(value) : value]),
  );

const facts = (error: Error): object => ({
  name: error.name,
  message: error.message,
  ...('code' in error && { code: error.code }),
});
