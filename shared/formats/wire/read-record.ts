import { logRecordSchema } from '../../contract/record-schema.ts';
import { idSchema, instantSchema, seqSchema } from '../../contract/scalars.ts';
import type { LogRecord } from '../../domain/entry.ts';
import { openSaid, type Hash, type SaidText } from '../../lib/said.ts';
import type { Instant } from '../../lib/time.ts';
import type { Read } from '../format.ts';
import { fieldOf } from './field-of.ts';
import { readBy } from './read-by.ts';

const readValue = readBy<LogRecord>(logRecordSchema);

/** A leaf's text, and what people said in it, which is kept beside it. */
export interface LeafText {
  readonly text: string;
  readonly said: readonly SaidText[];
}

/**
 * The record that a leaf holds, with what was said in it. A text that the leaf is not bound to is not shown: it is as if it
 * was erased. Whoever verifies the log finds it (`isBound`). Text that is no JSON is unknown as it is. Never throws.
 */
export function readRecord(hash: Hash, { text, said }: LeafText): Read<LogRecord> {
  try {
    return readValue(openSaid(hash, { leaf: JSON.parse(text), said }).value);
  } catch {
    return { kind: 'unknown', raw: text };
  }
}

/** Whether the leaf is bound to all that is said to have been said in it. Of a leaf that may not be read nothing is. Never throws. */
export function isBound(
  hash: Hash,
  { text, said }: { readonly text: string | null; readonly said: LeafText['said'] },
): boolean {
  if (said.length === 0) return true;
  try {
    return text !== null && openSaid(hash, { leaf: JSON.parse(text), said }).strays.length === 0;
  } catch {
    return false;
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
