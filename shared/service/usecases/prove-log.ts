import type { z } from 'zod';
import type { consistencyInput, inclusionInput } from '../../contract/api-schemas.ts';
import { refuse } from '../../domain/refusal.ts';
import { err } from '../../lib/result.ts';
import { orThrow } from './or-throw.ts';
import type { Parts } from './parts.ts';

type Needs = Pick<Parts, 'log' | 'catchUp'>;

interface Proof {
  hashes: string[];
}

const notInLog = (size: number) => err(refuse('badInput', 'logOtherSize', { size }));

/**
 * The signed head of all that is committed now, also by another service a moment ago: a head that is smaller than one that a
 * client has seen is therefore never a service that is late, but always a log that was cut short.
 */
export async function readCheckpoint({ log, catchUp }: Needs): Promise<{ note: string }> {
  await catchUp();
  return { note: log.checkpoint() };
}

/** That entry `seq` is in the log of `size` entries. */
export async function proveInclusion(
  { log, catchUp }: Needs,
  { seq, size }: z.output<typeof inclusionInput>,
): Promise<Proof> {
  if (size > log.size) await catchUp();
  if (seq >= size || size > log.size) return orThrow(notInLog(log.size));
  return { hashes: await log.inclusion(seq, size) };
}

/** That the log of `to` entries begins with the one of `from`. */
export async function proveConsistency(
  { log, catchUp }: Needs,
  { from, to }: z.output<typeof consistencyInput>,
): Promise<Proof> {
  if (to > log.size) await catchUp();
  if (from > to || to > log.size) return orThrow(notInLog(log.size));
  return { hashes: await log.consistency(from, to) };
}
