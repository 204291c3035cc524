import { logRecordSchema } from '../../contract/record-schema.ts';
import type { LogRecord } from '../../domain/entry.ts';

/** Null when it is none that this Latchkey knows. */
export function recordIn(text: string): LogRecord | null {
  try {
    const parsed = logRecordSchema.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as LogRecord) : null;
  } catch {
    return null;
  }
}
