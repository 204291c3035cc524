import { err, ok, type Result } from '../lib/result.ts';
import { fromBase64, toBase64 } from './base64.ts';
import type { CompactRange } from './compact-range.ts';
import { HASH_LENGTH } from './hash-length.ts';

/** A compact range as JSON: hashes in base64. */
export interface CompactRangeJson {
  readonly size: number;
  readonly peaks: readonly string[];
}

export const rangeToJson = (range: CompactRange): CompactRangeJson => ({
  size: range.size,
  peaks: range.peaks.map(toBase64),
});

/** The range that `json` says, or a sentence about what is wrong with it. Takes anything. */
export function rangeFromJson(json: unknown): Result<CompactRange, string> {
  if (typeof json !== 'object' || json === null) return err('A compact range is an object.');
  const { size, peaks } = json as Record<string, unknown>;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    return err('The size of a compact range is a whole number of leaves.');
  }
  if (!Array.isArray(peaks) || peaks.length !== countOnes(size)) {
    return err(`A compact range of ${size} leaves has ${countOnes(size)} peaks.`);
  }
  const hashes = peaks.map((peak: unknown) => (typeof peak === 'string' ? fromBase64(peak) : null));
  if (!hashes.every((hash) => hash?.length === HASH_LENGTH)) {
    return err('The peaks of a compact range are hashes of 32 bytes in base64.');
  }
  return ok({ size, peaks: hashes as Uint8Array[] });
}

function countOnes(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
