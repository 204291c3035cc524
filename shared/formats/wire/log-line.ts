import { isRequestRecord, type LogRecord } from '../../domain/entry.ts';
import type { Step } from '../../domain/request/evolve-known.ts';
import { instant, type Instant } from '../../lib/time.ts';
import type { Hash, LeafText } from '../../lib/said.ts';
import { readRecord, recordHead } from './read-record.ts';

/** An entry of the log as it is shown: what every entry says, and what is known of it here. */
export interface LogLine {
  /** Null: only a newer Latchkey knows it. */
  readonly record: LogRecord | null;
  /** Null: not known. */
  readonly at: Instant | null;
  readonly actor: string | null;
  /** The request that it is about; null when it is about none. */
  readonly requestId: string | null;
  /** What it is in that request's stream. */
  readonly step: Step | null;
}

/** Never throws. */
export function logLine(hash: Hash, leaf: LeafText): LogLine {
  const read = readRecord(hash, leaf);
  if (read.kind === 'known') {
    const record = read.value;
    const { at, actor } = record;
    if (!isRequestRecord(record)) return { record, at, actor, requestId: null, step: null };
    return { record, at, actor, requestId: requestIdOf(record.stream), step: record };
  }
  const { at, actor, stream, version } = recordHead(read.raw);
  const requestId = requestIdOf(stream);
  const isStep = requestId !== null && version !== null;
  return {
    ...{ record: null, at, actor, requestId },
    step: isStep ? { version, at: at ?? instant(0), entry: null } : null,
  };
}

/** The request that a stream is of, or null. */
export const requestIdOf = (stream: string | null): string | null =>
  /^request\/([a-z0-9]{8,40})$/.exec(stream ?? '')?.[1] ?? null;
