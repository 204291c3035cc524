import type { z } from 'zod';
import type { consistencyInput, inclusionInput } from '../../contract/api-schemas.ts';
import { refuse } from '../../domain/refusal.ts';
import { err } from '../../lib/result.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

interface Proof {
  hashes: string[];
}

const notInLog = (size: number) =>
  err(refuse('badInput', `The log has ${size} entries; this asks about others. Fetch a checkpoint first.`));

/** That entry `seq` is in the log of `size` entries. */
export async function proveInclusion(
  { log }: Pick<Parts, 'log'>,
  { seq, size }: z.output<typeof inclusionInput>,
): Promise<Proof> {
  if (seq >= size || size > log.size) return orThrow(notInLog(log.size));
  return { hashes: await log.inclusion(seq, size) };
}

/** That the log of `to` entries begins with the one of `from`. */
export async function proveConsistency(
  { log }: Pick<Parts, 'log'>,
  { from, to }: z.output<typeof consistencyInput>,
): Promise<Proof> {
  if (from > to || to > log.size) return orThrow(notInLog(log.size));
  return { hashes: await log.consistency(from, to) };
}
