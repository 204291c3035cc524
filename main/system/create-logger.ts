import { join } from 'node:path';
import pino from 'pino';
import { harmlessFields } from '../../shared/lib/harmless-fields.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { stderrLog } from '../../shared/system/log-sinks.ts';
import { logWriter, type LogWriter } from '../../shared/system/log-writer.ts';
import { rotatingFile } from './rotating-file.ts';

/**
 * Lines of JSON in `logs/desktop.log`, which nothing waits for. Whatever happens, and however often, they take a bounded part of
 * the disk. Where they cannot be written, on a full disk for example, they are lost: the app is more important than its log.
 */
export function createLogger(home: string): Logger & Omit<LogWriter, 'write'> {
  const log = openLog(join(home, 'logs', 'desktop.log'));
  const logger = pino({ level: 'info', base: null, formatters: { log: harmlessFields } }, log);
  return Object.assign(logger, { flush: () => log.flush(), settled: () => log.settled() });
}

/** The file, or stderr where it cannot be opened. */
function openLog(path: string): LogWriter {
  try {
    return logWriter(rotatingFile(path));
  } catch (fault) {
    const log = stderrLog();
    // not for people: in place of the log.
    log.write(`Latchkey cannot write its log ${path}: ${String(fault)}\n`);
    return log;
  }
}
