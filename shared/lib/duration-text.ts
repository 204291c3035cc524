/** Largest first, as they are written. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

export type DurationUnit = (typeof UNITS)[number][0];
export type DurationPart = readonly [unit: DurationUnit, count: number];

/** A duration by its units, the largest first, none of which is zero; less than a second is no seconds. */
export function durationParts(ms: number): readonly DurationPart[] {
  let rest = Math.max(0, Math.floor(ms));
  const parts = UNITS.flatMap(([unit, unitMs]): DurationPart[] => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return count > 0 ? [[unit, count]] : [];
  });
  return parts.length === 0 ? [['s', 0]] : parts;
}

/** The largest, and the next where that is its neighbour: `1d 5m` would pretend to be exact. */
export function largestParts(ms: number): readonly DurationPart[] {
  const [first, second] = durationParts(ms);
  if (!first) return [];
  return second && rankOf(second) === rankOf(first) + 1 ? [first, second] : [first];
}

const rankOf = ([unit]: DurationPart): number => UNITS.findIndex(([each]) => each === unit);

const written = (parts: readonly DurationPart[]): string =>
  parts.map(([unit, count]) => `${count}${unit}`).join(' ');

/** Every unit, so that nothing of what is agreed to is left out: `1d 5m`, `2h 30m 45s`. Less than a second is `0s`. */
export const exactDuration = (ms: number): string => written(durationParts(ms));

/** The two largest units that are not zero, rounded down to them: `1h 30m`, `2d`, `59s`; less than a second is `0s`. */
export const formatDuration = (ms: number): string => written(largestParts(ms));
