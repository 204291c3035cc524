import { logRecordSchema } from '../../contract/record-schema.ts';
import { idSchema, instantSchema, seqSchema } from '../../contract/scalars.ts';
import type { LogRecord } from '../../domain/entry.ts';
import { openSaid, type Hash, type LeafText } from '../../lib/said.ts';
import type { Instant } from '../../lib/time.ts';
import type { Read } from '../format.ts';
import { fieldOf } from './field-of.ts';
import { readBy } from './read-by.ts';

const readValue = readBy<LogRecord>(logRecordSchema);

/**
 * The record that a leaf holds, with what was said in it. A text that the leaf is not bound to is not shown: it is as if it
 * was erased. Whoever verifies the log finds it (`isBound`). Text that is no JSON is unknown as it is. Never throws.
 */
export function readRecord(hash: Hash, leaf: LeafText): Read<LogRecord> {
  try {
    return readValue(JSON.parse(openSaid(hash, leaf)));
  } catch {
    return { kind: 'unknown', raw: leaf.text };
  }
}

/** What every record says, whatever is in its entry. Null: this one does not, or not so that it is known here. */
export interface RecordHead {
  readonly seq: number | null;
  readonly at: Instant | null;
  readonly actor: string | null;
  readonly stream: string | null;
  readonly version: number | null;
}

/** The head of a record of which a newer Latchkey knows the rest. */
export const recordHead = (raw: unknown): RecordHead => ({
  seq: seqSchema.safeParse(fieldOf(raw, 'seq')).data ?? null,
  at: instantSchema.safeParse(fieldOf(raw, 'at')).data ?? null,
  actor: idSchema.safeParse(fieldOf(raw, 'actor')).data ?? null,
  stream: logRecordSchema.shape.stream.safeParse(fieldOf(raw, 'stream')).data ?? null,
  version: logRecordSchema.shape.version.safeParse(fieldOf(raw, 'version')).data ?? null,
});
