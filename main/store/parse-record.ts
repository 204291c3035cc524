import { logRecordSchema } from '../../shared/contract/record-schema.ts';
import type { LogRecord } from '../../shared/domain/entry.ts';

/** The record that a leaf's text holds, or null when it is none, or of a newer kind than this version knows. */
export function parseRecord(text: string): LogRecord | null {
  try {
    const parsed = logRecordSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
