import type { Job } from '../commit/job.ts';

/** A kind of stream that time changes: whatever its entries are about, one sleeper serves it. */
export interface StreamKind {
  /** What the names of its streams begin with. */
  readonly prefix: string;
  /** The command that does all that is due in this stream, and leaves a timer that is later, or none. */
  tick(stream: string): Job<null>;
}

/** The kind that a stream is of; undefined for one that only a newer Latchkey knows. */
export const kindOf = (kinds: readonly StreamKind[], stream: string): StreamKind | undefined =>
  kinds.find(({ prefix }) => stream.startsWith(prefix));
