/** Largest first, as they are written. */
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Every unit, so that nothing of what is agreed to is left out: `1d 5m`, `2h 30m 45s`. Less than a second is `0s`. */
export function exactDuration(ms: number): string {
  let rest = Math.max(0, Math.floor(ms));
  const parts = UNITS.flatMap(([unit, unitMs]) => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return count > 0 ? [`${count}${unit}`] : [];
  });
  return parts.join(' ') || '0s';
}

/** The two largest units that are not zero, rounded down to them: `1h 30m`, `2d`, `59s`; less than a second is `0s`. */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, Math.floor(ms));
  const parts: string[] = [];
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    // Only neighbours are shown together: `1d 5m` would pretend to be exact.
    if (count > 0) parts.push(`${count}${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0s';
}
