import type { Rule } from '../organisation/organisation.ts';
import { refuse, type Refusal } from '../refusal.ts';

/** No ticket is longer; with it, what publishing lets through as a pattern is always tested fast. */
const MAX_TICKET_LENGTH = 100;

/** Each rule's pattern, compiled once. */
const compiled = new WeakMap<Rule, RegExp>();

/** Whether the ticket is one that all `rules` accept. A ticket that nobody asked for is accepted as it is. */
export function checkTicket(ticket: string | null, rules: readonly Rule[]): Refusal | null {
  const text = ticket?.trim() ?? '';
  if (text.length > MAX_TICKET_LENGTH)
    return refuse('ticketMissing', 'ticketTooLong', { most: MAX_TICKET_LENGTH });
  for (const rule of rules) {
    if (rule.ticketPattern === null) continue;
    if (text === '') return refuse('ticketMissing', 'ticketMissing', { pattern: rule.ticketPattern });
    if (!patternOf(rule, rule.ticketPattern).test(text))
      return refuse('ticketMissing', 'ticketUnlike', { ticket: text, pattern: rule.ticketPattern });
  }
  return null;
}

/** The whole ticket has to fit, also where the pattern does not say so. */
function patternOf(rule: Rule, source: string): RegExp {
  const made = compiled.get(rule) ?? new RegExp(`^(?:${source})$`, 'u');
  compiled.set(rule, made);
  return made;
}
