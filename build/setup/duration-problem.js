const DAY_S = 86_400;
const UNITS_S = [DAY_S, 3_600, 60, 1];
const FORM = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/;
const LONGEST_S = 366 * DAY_S;

/**
 * Why that is no duration, in a sentence; null when it is one. Before anything is installed, when nothing that is TypeScript
 * runs; says exactly what `parseDuration` of shared/lib says.
 * @param {string} text
 * @returns {string | null}
 */
export function durationProblem(text) {
  const trimmed = text.trim().toLowerCase();
  if (/^\d+$/.test(trimmed)) return `Say the unit: ${trimmed}m, ${trimmed}h or ${trimmed}d.`;
  const parts = FORM.exec(trimmed);
  if (!parts || trimmed === '') return 'That is not a duration. Write for example 90s, 45m, 2h, 1h30m or 1d.';
  const seconds = UNITS_S.reduce((sum, unit, index) => sum + unit * Number(parts[index + 1] ?? 0), 0);
  if (seconds === 0) return 'A duration must be longer than nothing. Write for example 45m or 2h.';
  return seconds > LONGEST_S
    ? 'That is more than a year. Write a shorter duration, for example 45m or 2h.'
    : null;
}
