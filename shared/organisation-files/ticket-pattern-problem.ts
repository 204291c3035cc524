import { compileTicketPattern } from '../domain/policy/ticket-pattern.ts';
import { told, type Told } from '../words/told.ts';

const MAX_PATTERN_LENGTH = 200;

/**
 * So many steps a compiled pattern may have: it is tested in a time that grows with them, and its repetitions are written
 * out. The slowest of this size takes some 50 ms for the longest ticket; `^INC-[0-9]+$` has 10.
 */
const MAX_STEPS = 2_000;

/** Why a pattern cannot be used for tickets, or null. */
export function ticketPatternProblem(source: string): Told | null {
  if (source === '') return told('ticketPatternEmpty');
  if (source.length > MAX_PATTERN_LENGTH) return told('ticketPatternLong', { most: MAX_PATTERN_LENGTH });
  const pattern = compileTicketPattern(source);
  if (!pattern.ok)
    return BEYOND_RE2.test(source)
      ? told('ticketPatternBeyond')
      : told('ticketPatternNone', { why: pattern.error });
  return pattern.value.programSize() > MAX_STEPS ? told('ticketPatternLarge') : null;
}

/** What other regular expressions have and these have not. */
const BEYOND_RE2 = /\(\?(?:[=!>]|<[=!])|\\[1-9k]/;
