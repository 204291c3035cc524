/** The middle of some numbers (the lower of the two middles when their count is even). */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('the median of nothing');
  return middle;
}

/**
 * Runs two measurements in turn, `rounds` times, after one round that does not count: a machine whose speed drifts
 * slows both alike. Answers both medians.
 */
export async function interleave(
  rounds: number,
  measure: { readonly value: () => Promise<number>; readonly limit: () => Promise<number> },
): Promise<{ readonly value: number; readonly limit: number }> {
  const values: number[] = [];
  const limits: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const limit = await measure.limit();
    const value = await measure.value();
    if (round === 0) continue;
    limits.push(limit);
    values.push(value);
  }
  return { value: median(values), limit: median(limits) };
}
