import type { Batch } from '../store/batch.ts';
import type { Appended, Expected } from './log-writer.ts';

/** What the thread that writes is asked, as `structuredClone` takes it. Instead of one: null, which ends it. */
export interface WriteCall {
  readonly id: number;
  readonly batch: Batch;
  readonly expected: Expected;
}

export type WriteAnswer =
  { readonly id: number; readonly appended: Appended } | { readonly id: number; readonly fault: unknown };
