/** The largest power of two that is less than `leaves`: where RFC 9162 §2.1.1 splits a tree of `leaves` > 1 leaves. */
export function largestPowerBelow(leaves: number): number {
  let power = 1;
  while (power * 2 < leaves) power *= 2;
  return power;
}
