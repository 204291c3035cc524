import { saidLength } from '../../lib/said-length.ts';
import { askOwners } from '../organisation/ask-owners.ts';
import { checkTicket } from './check-ticket.ts';
import { concreteRule, type ConcreteRule } from './concrete-rule.ts';
import { findRule } from './find-rule.ts';
import { mergeRules } from './merge-rules.ts';
import type { Member, Organisation, Rule } from '../organisation/organisation.ts';
import { ownValue } from '../../lib/own-value.ts';
import type { Depends, PolicyOutcome } from './policy-outcome.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { readerOf, type RequestDraft } from '../policy/request-draft.ts';
import { durationMs, type DurationMs } from '../../lib/time.ts';
import type { Told } from '../../words/told.ts';

export interface PolicyProblem {
  readonly field: 'entitlements' | 'duration' | 'reason' | 'ticket';
  readonly refusal: Refusal;
}

/** What a form shows while somebody types. */
export interface PolicyPreview {
  /** What the rules say to these entitlements, whatever is still missing: who must approve, or why it is refused. */
  readonly outcome: PolicyOutcome | Depends;
  /** What is missing or wrong, the field that stands first in a form first. Nothing: it can be sent. */
  readonly problems: readonly PolicyProblem[];
  readonly minReasonLength: number;
  /** Patterns that the ticket must fit, all of them; empty when none is asked for. */
  readonly ticketPatterns: readonly string[];
}

/** Policy's answer to a draft that may be unfinished. `evaluatePolicy` is the answer to one that was sent. */
export function previewPolicy(organisation: Organisation, draft: RequestDraft): PolicyPreview {
  const found = decidingRules(organisation, draft);
  if (!found.ok) {
    const { refusal, rules } = found;
    const outcome: PolicyOutcome = { kind: 'refused', refusal, rules, maxDurationMs: null };
    return {
      outcome,
      problems: [{ field: 'entitlements', refusal }],
      minReasonLength: 0,
      ticketPatterns: [],
    };
  }
  const { rules, titles } = found;
  if (found.depends !== null) {
    const { depends } = found;
    const problems = problem('duration', checkDuration(draft.durationMs, depends.maxDurationMs, titles));
    return { outcome: depends, problems, minReasonLength: 0, ticketPatterns: [] };
  }
  const outcome = mergeRules(organisation, rules, draft);
  const maxDurationMs = durationMs(Math.min(...rules.map((rule) => rule.maxDurationMs)));
  const minReasonLength = Math.max(...rules.map((rule) => rule.minReasonLength));
  const problems: PolicyProblem[] = [
    ...(outcome.kind === 'refused' ? [{ field: 'entitlements' as const, refusal: outcome.refusal }] : []),
    ...problem('duration', checkDuration(draft.durationMs, maxDurationMs, titles)),
    ...problem('reason', checkReason(draft.reason, minReasonLength)),
    ...problem('ticket', checkTicket(draft.ticket, rules)),
  ];
  const ticketPatterns = [...new Set(rules.flatMap((rule) => rule.ticketPattern ?? []))];
  return { outcome, problems, minReasonLength, ticketPatterns };
}

type Found =
  | {
      readonly ok: true;
      readonly rules: readonly ConcreteRule[];
      readonly titles: readonly string[];
      readonly depends: Depends | null;
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly rules: readonly string[] };

/** The rules that decide, each once and in the order of the file, or why there are none. */
function decidingRules(organisation: Organisation, draft: RequestDraft): Found {
  const no = (refusal: Refusal, rule?: Rule): Found => ({
    ok: false,
    refusal,
    rules: rule ? [rule.name] : [],
  });
  const member = ownValue(organisation.members, draft.requester);
  if (!member)
    return no(
      refuse('notAllowed', 'onlyMembersAsk', {
        help: askOwners(organisation, readerOf(draft), readerOf(draft) === null ? 'addThem' : 'addYou'),
      }),
    );
  const { entitlementIds } = draft;
  if (entitlementIds.length === 0) return no(refuse('badInput', 'nothingChosen'));
  if (new Set(entitlementIds).size < entitlementIds.length) return no(refuse('badInput', 'namedTwice'));
  const rules = new Map<string, { readonly rule: ConcreteRule; readonly at: number }>();
  const titles: string[] = [];
  const open: DurationMs[] = [];
  for (const id of entitlementIds) {
    const entitlement = ownValue(organisation.entitlements, id);
    if (!entitlement) return no(refuse('unknownEntitlement', 'unknownEntitlement', { id }));
    const { title } = entitlement;
    titles.push(title);
    const found = findRule(organisation, member, { entitlement, draft });
    if (found.kind === 'none') return no(noRule(organisation, draft, { member, title }));
    if (found.kind === 'depends') {
      open.push(found.maxDurationMs);
      continue;
    }
    const { rule } = found;
    if (found.kind === 'cannot')
      return no(blocked(organisation, draft, { rule, title, why: found.why }), rule);
    if (rule.decision.kind === 'refuse')
      return no(
        refuse('refusedByPolicy', 'refusedByRule', {
          message: rule.decision.message,
          title,
          rule: rule.name,
        }),
        rule,
      );
    const concrete = concreteRule(rule, { member, entitlement });
    // Rules that are the same for several entitlements are one; who owns each may be another.
    const at = organisation.rules.indexOf(rule);
    rules.set(JSON.stringify([at, concrete.decision]), { rule: concrete, at });
  }
  const deciding = [...rules.values()].sort((a, b) => a.at - b.at).map((each) => each.rule);
  const limits = [...open, ...deciding.map((rule) => rule.maxDurationMs)];
  return {
    ok: true,
    rules: deciding,
    titles,
    depends: open.length > 0 ? { kind: 'depends', maxDurationMs: durationMs(Math.min(...limits)) } : null,
  };
}

/** A condition that nobody knows the answer to is no no: the rules after it are not asked. */
const blocked = (
  organisation: Organisation,
  draft: RequestDraft,
  { rule, title, why }: { readonly rule: Rule; readonly title: string; readonly why: Told },
): Refusal =>
  refuse('refusedByPolicy', 'conditionBlocks', {
    rule: rule.name,
    title,
    why,
    help: askOwners(organisation, readerOf(draft), 'mendIt'),
  });

function noRule(
  organisation: Organisation,
  draft: RequestDraft,
  { member, title }: { readonly member: Member; readonly title: string },
): Refusal {
  const help = askOwners(organisation, readerOf(draft), 'addRule');
  return refuse('noRule', 'noRule', { name: member.name, title, help });
}

function checkDuration(
  wanted: DurationMs | null,
  mostMs: DurationMs,
  titles: readonly string[],
): Refusal | null {
  if (wanted === null) return refuse('badInput', 'durationMissing', { mostMs });
  if (wanted <= 0) return refuse('badInput', 'durationOfNothing', { mostMs });
  return wanted > mostMs ? refuse('tooLong', 'durationTooLong', { wantedMs: wanted, titles, mostMs }) : null;
}

function checkReason(reason: string, minLength: number): Refusal | null {
  const length = saidLength(reason);
  if (length >= minLength) return null;
  return length === 0
    ? refuse('reasonMissing', 'reasonMissing', { least: minLength })
    : refuse('reasonMissing', 'reasonTooShort', { length, least: minLength });
}

const problem = (field: PolicyProblem['field'], refusal: Refusal | null): PolicyProblem[] =>
  refusal ? [{ field, refusal }] : [];
