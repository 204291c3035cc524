import { compileTicketPattern } from '../domain/policy/ticket-pattern.ts';

const MAX_PATTERN_LENGTH = 200;

/**
 * So many steps a compiled pattern may have: it is tested in a time that grows with them, and its repetitions are written
 * out. The slowest of this size takes some 50 ms for the longest ticket; `^INC-[0-9]+$` has 10.
 */
const MAX_STEPS = 2_000;

/** Why a pattern cannot be used for tickets, or null. */
export function ticketPatternProblem(source: string): string | null {
  if (source === '') return 'The ticket pattern is empty. Leave it out, or write for example ^INC-[0-9]+$.';
  if (source.length > MAX_PATTERN_LENGTH)
    return `The ticket pattern is longer than ${MAX_PATTERN_LENGTH} characters.`;
  const pattern = compileTicketPattern(source);
  if (!pattern.ok)
    return BEYOND_RE2.test(source)
      ? 'The ticket pattern may not look around or refer back: ?=, ?!, ?<=, ?<!, ?> and \\1 are not read here. Say what a whole ticket is, for example ^INC-[0-9]+$.'
      : `The ticket pattern is not a regular expression (${pattern.error}). Write for example ^INC-[0-9]+$.`;
  return pattern.value.programSize() > MAX_STEPS
    ? 'The ticket pattern is too large when its repetitions are written out. Repeat less.'
    : null;
}

/** What other regular expressions have and these have not. */
const BEYOND_RE2 = /\(\?(?:[=!>]|<[=!])|\\[1-9k]/;
