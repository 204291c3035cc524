import { compileCondition } from '../../../../shared/domain/conditions/compile-condition.ts';
import type { ConditionFacts } from '../../../../shared/domain/conditions/condition-facts.ts';
import {
  evaluateCondition,
  type ConditionAnswer,
} from '../../../../shared/domain/conditions/evaluate-condition.ts';
import { instant } from '../../../../shared/lib/time.ts';

type Parts = { readonly [Part in 'requester' | 'entitlement' | 'request']?: Partial<ConditionFacts[Part]> };

const NOON = instant(Date.UTC(2026, 11, 1, 11));

/** Ana asks for an hour of a database, on a Tuesday at noon in Berlin. */
export const facts = ({ requester, entitlement, request }: Parts = {}): ConditionFacts => ({
  requester: {
    id: 'ana@example.com',
    name: 'Ana',
    kind: 'person',
    groups: ['developers', 'payments-leads'],
    manager: 'boss@example.com',
    timezone: 'Europe/Berlin',
    isOwner: false,
    ...requester,
  },
  entitlement: {
    id: 'prod/payments-db:write',
    provider: 'postgres',
    tags: { env: 'prod', team: 'payments' },
    ...entitlement,
  },
  request: {
    durationMinutes: 60,
    reason: 'Mend the invoices of November',
    ticket: '',
    task: 'debugging',
    origin: 'cli',
    startsAt: NOON,
    local: { date: '2026-12-01', weekday: 2, hour: 12, minute: 0, holiday: false },
    ...request,
  },
  now: NOON,
});

/** What a condition that has to compile says. */
export function answerOf(text: string, given: ConditionFacts = facts()): ConditionAnswer {
  const compiled = compileCondition(text);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.error.code}`);
  return evaluateCondition(compiled.value, given);
}
