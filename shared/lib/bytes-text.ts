const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** For people: `1.4 GB`, `80 MB`. Decimal units, as disks are sold. */
export function bytesText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 1_000 && unit < UNITS.length - 1) [value, unit] = [value / 1_000, unit + 1];
  const rounded = value < 10 && unit > 0 ? Math.round(value * 10) / 10 : Math.round(value);
  return `${rounded.toLocaleString('en')} ${UNITS[unit]}`;
}
