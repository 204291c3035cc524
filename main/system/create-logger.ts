import { join } from 'node:path';
import pino from 'pino';
import { harmlessFields } from '../../shared/lib/harmless-fields.ts';
import type { Logger } from '../../shared/ports/logger.ts';
import { stderrLog } from '../../shared/system/log-sinks.ts';
import { logWriter, type LogWriter } from '../../shared/system/log-writer.ts';
import { rotatingFile } from './rotating-file.ts';

/** Longer texts are cut, in UTF-16 units: what others answer ends up in faults. */
const LONGEST_TEXT = 4_000;

/**
 * Lines of JSON in `logs/desktop.log`, which nothing waits for. Whatever happens, and however often, they take a bounded part of
 * the disk. Where they cannot be written, on a full disk for example, they are lost: the app is more important than its log.
 */
export function createLogger(home: string): Logger & Omit<LogWriter, 'write'> {
  const log = openLog(join(home, 'logs', 'desktop.log'));
  const logger = pino(
    { level: 'info', base: null, formatters: { log: (fields) => harmlessFields(cutTexts(fields)) } },
    log,
  );
  return Object.assign(logger, { flush: () => log.flush(), settled: () => log.settled() });
}

/** The file, or stderr where it cannot be opened. */
function openLog(path: string): LogWriter {
  try {
    return logWriter(rotatingFile(path));
  } catch (fault) {
    const log = stderrLog();
    log.write(`Latchkey cannot write its log ${path}: ${String(fault)}\n`);
    return log;
  }
}

function cutTexts(fields: Record<string, unknown>): Record<string, unknown> {
  const cut = (value: unknown): unknown =>
    typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, cut(value)]));
}
