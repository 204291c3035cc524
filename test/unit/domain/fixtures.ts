import { decide } from '../../../shared/domain/request/decide.ts';
import { fold } from '../../../shared/domain/request/evolve.ts';
import type { Standing } from '../../../shared/domain/request/standing.ts';
import type { RequestEntry } from '../../../shared/domain/request/request-entry.ts';
import type { Member, Organisation, Rule } from '../../../shared/domain/organisation/organisation.ts';
import type { PolicyOutcome } from '../../../shared/domain/policy/policy-outcome.ts';
import type { RequestCommand } from '../../../shared/domain/request/request-command.ts';
import type { ApprovalStep } from '../../../shared/domain/policy/approval-step.ts';
import type { Plan, RequestFacts, RequestState } from '../../../shared/domain/request/request.ts';
import { DAY_MS, HOUR_MS, instant, type Instant } from '../../../shared/lib/time.ts';
import { said } from '../../fakes/said.ts';

/** Data to make tests of the domain from. */

export const START = instant(1_700_000_000_000);

/** A plan with the people who may answer it when it is asked. */
export type AskedPlan =
  | { readonly kind: 'auto' }
  | { readonly kind: 'review'; readonly steps: readonly Omit<ApprovalStep, 'meant'>[] };

export const ONE_STEP: AskedPlan = {
  kind: 'review',
  steps: [{ name: 'owner', reviewers: ['lead', 'second'], need: 1 }],
};

/** Each person by themselves, unless it says whom it means. */
const meaning = (step: Omit<ApprovalStep, 'meant'> & Partial<ApprovalStep>): ApprovalStep => ({
  meant: [step.reviewers.map((id) => ({ kind: 'member', id }))],
  ...step,
});

export const planOf = (plan: AskedPlan): Plan =>
  plan.kind === 'auto'
    ? plan
    : { ...plan, steps: plan.steps.map(meaning).map(({ reviewers: _reviewers, ...step }) => step) };

export const outcomeOf = (plan: AskedPlan): PolicyOutcome =>
  plan.kind === 'auto'
    ? { kind: 'auto', rules: ['rule'], maxDurationMs: HOUR_MS }
    : {
        kind: 'review',
        rules: ['rule'],
        steps: plan.steps.map(meaning),
        maxDurationMs: HOUR_MS,
        lapseAfterMs: DAY_MS,
      };

export const factsWith = (changes: Partial<RequestFacts> = {}): RequestFacts => ({
  v: 3,
  requestId: 'request0',
  requester: 'dev',
  requesterName: 'Dev Example',
  publicKey: null,
  entitlements: [entitlement('prod/db:write', 'grant0001')],
  durationMs: HOUR_MS,
  reason: said('because'),
  ticket: null,
  submittedAt: START,
  lapsesAt: instant(START + DAY_MS),
  rules: ['rule'],
  organisationVersion: 1,
  plan: planOf(ONE_STEP),
  requestHash: 'a'.repeat(64),
  ...changes,
});

export const entitlement = (entitlementId: string, grantId: string) => ({
  entitlementId,
  title: `Title of ${entitlementId}`,
  providerId: 'db',
  pool: 'default',
  grantId,
  end: { nativeExpiry: true, sessionsSurvive: false },
});

/** Nothing changed since it was asked: all who are in these stories count. */
export const UNCHANGED: Standing = {
  organisationVersion: 1,
  refusal: null,
  reviewers: null,
  steps: [
    {
      name: 'anybody',
      need: 1,
      reviewers: ['dev', 'lead', 'lead-a', 'lead-b', 'second', 'third', 'owner', 'security', 'mallory'],
    },
  ],
};

export const reviewBy = (
  reviewer: string,
  changes: Partial<Extract<RequestCommand, { type: 'review' }>> = {},
): RequestCommand => ({
  type: 'review',
  reviewer,
  deviceId: `${reviewer}-laptop`,
  decision: 'approve',
  comment: said(''),
  step: 0,
  requestHash: 'a'.repeat(64),
  standing: UNCHANGED,
  ...changes,
});

/** One request, its entries as they were written, and its state. */
export interface Story {
  state: RequestState | undefined;
  readonly records: { readonly entry: RequestEntry; readonly at: Instant }[];
  /** Sends a command; the entries that it led to, or the code of the refusal. */
  send(command: RequestCommand, at?: Instant): RequestEntry['type'][] | string;
}

export function story(plan: AskedPlan = ONE_STEP, changes: Partial<RequestFacts> = {}): Story {
  const made: Story = {
    state: undefined,
    records: [],
    send(command, at = START) {
      const decided = decide(made.state, command, at);
      if (!decided.ok) return decided.error.code;
      made.records.push(...decided.value.map((entry) => ({ entry, at })));
      made.state = fold(made.records);
      return decided.value.map((entry) => entry.type);
    },
  };
  made.send({
    type: 'submit',
    facts: factsWith({ plan: planOf(plan), ...changes }),
    outcome: outcomeOf(plan),
  });
  return made;
}

export const member = (id: string, groups: readonly string[] = []): Member => ({
  id,
  kind: id.startsWith('service:') ? 'service' : 'person',
  name: id.slice(0, 1).toUpperCase() + id.slice(1),
  groups,
  manager: null,
  timezone: null,
  pools: [],
  sshPublicKey: null,
});

export const rule = (name: string, changes: Partial<Rule> = {}): Rule => ({
  name,
  entitlements: ['**'],
  requesters: [{ kind: 'anyone' }],
  minReasonLength: 0,
  ticketPattern: null,
  decision: { kind: 'auto' },
  maxDurationMs: HOUR_MS,
  lapseAfterMs: DAY_MS,
  ...changes,
});

export const organisation = (
  members: readonly Member[],
  entitlementIds: readonly string[],
  rules: readonly Rule[],
): Organisation => ({
  version: 1,
  owners: members.slice(0, 1).map((each) => each.id),
  members: Object.fromEntries(members.map((each) => [each.id, each])),
  providers: { db: { id: 'db', use: 'example', pool: 'default', config: {}, digest: null } },
  entitlements: Object.fromEntries(
    entitlementIds.map((id) => [
      id,
      { id, title: `Title of ${id}`, description: '', providerId: 'db', input: {}, tags: {} },
    ]),
  ),
  rules,
});
