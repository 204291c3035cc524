import { words } from './words.ts';

/** The instant in full, for titles and for auditors: `2026-11-23 14:32:01 UTC`. */
export function utcTime(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return words().window.times.unknown;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
