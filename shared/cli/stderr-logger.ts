import { harmlessFields } from '../lib/harmless-fields.ts';
import type { Logger } from '../ports/logger.ts';
import { harmlessJson } from './harmless-json.ts';
import type { Terminal } from './terminal.ts';

/** Structured lines on stderr for commands that run for long, as the service writes them: the time in milliseconds. What is a secret by its name or look is left out. */
export function stderrLogger({ tell, clock }: Pick<Terminal, 'tell' | 'clock'>): Logger {
  const log =
    (level: string) =>
    (fields: object, message: string): void => {
      const line = {
        level,
        time: clock.now(),
        msg: message,
        ...harmlessFields(fields),
      };
      tell(`${harmlessJson(line)}\n`);
    };
  return { debug: () => undefined, info: log('info'), warn: log('warn'), error: log('error') };
}
