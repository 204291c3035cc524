import type { RE2JS } from 're2js';
import type { Rule } from '../organisation/organisation.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { compileTicketPattern } from './ticket-pattern.ts';

/** No ticket is longer; with it, what publishing lets through as a pattern is always tested fast. */
const MAX_TICKET_LENGTH = 100;

/** Each rule's pattern, compiled once; null where it cannot be. */
const compiled = new WeakMap<Rule, RE2JS | null>();

/** Whether the ticket is one that all `rules` accept. A ticket that nobody asked for is accepted as it is. */
export function checkTicket(ticket: string | null, rules: readonly Rule[]): Refusal | null {
  const text = ticket?.trim() ?? '';
  if (text.length > MAX_TICKET_LENGTH)
    return refuse('ticketMissing', 'ticketTooLong', { most: MAX_TICKET_LENGTH });
  for (const rule of rules) {
    if (rule.ticketPattern === null) continue;
    if (text === '') return refuse('ticketMissing', 'ticketMissing', { pattern: rule.ticketPattern });
    const pattern = patternOf(rule, rule.ticketPattern);
    // Published when patterns were read otherwise. Nobody can say what it would accept, so nothing is.
    if (pattern === null)
      return refuse('ticketMissing', 'ticketPatternOfBefore', {
        rule: rule.name,
        pattern: rule.ticketPattern,
      });
    // The whole ticket has to fit, also where the pattern does not say so.
    if (!pattern.testExact(text))
      return refuse('ticketMissing', 'ticketUnlike', { ticket: text, pattern: rule.ticketPattern });
  }
  return null;
}

function patternOf(rule: Rule, source: string): RE2JS | null {
  const known = compiled.get(rule);
  if (known !== undefined) return known;
  const made = compileTicketPattern(source);
  const pattern = made.ok ? made.value : null;
  compiled.set(rule, pattern);
  return pattern;
}
