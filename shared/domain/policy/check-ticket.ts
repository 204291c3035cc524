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
    return refuse('ticketMissing', `The ticket is too long: at most ${MAX_TICKET_LENGTH} characters.`);
  for (const rule of rules) {
    if (rule.ticketPattern === null) continue;
    if (text === '')
      return refuse('ticketMissing', `Name the ticket that this belongs to (${rule.ticketPattern}).`);
    const pattern = patternOf(rule, rule.ticketPattern);
    // Published when patterns were read otherwise. Nobody can say what it would accept, so nothing is.
    if (pattern === null)
      return refuse(
        'ticketMissing',
        `The rule “${rule.name}” asks for a ticket by a pattern that is not read any more (${rule.ticketPattern}). An owner has to publish another one.`,
      );
    // The whole ticket has to fit, also where the pattern does not say so.
    if (!pattern.testExact(text))
      return refuse(
        'ticketMissing',
        `“${text}” is not a ticket as it is asked for here (${rule.ticketPattern}).`,
      );
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
