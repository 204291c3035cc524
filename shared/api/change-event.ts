import { tracked, type TrackedEnvelope } from '@trpc/server';
import type { Change } from '../contract/api-schemas.ts';

/** A change with the id that its reader resumes after: the sequence number of its entry, as text. */
export type ChangeEvent = TrackedEnvelope<Change>;

export const changeEvent = (seq: number, change: Change): ChangeEvent => tracked(String(seq), change);
