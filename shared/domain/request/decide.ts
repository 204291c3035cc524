import { assertNever } from '../../lib/assert-never.ts';
import { err, ok } from '../../lib/result.ts';
import { NOTHING, type Decided } from '../decided.ts';
import { decideGrant } from '../grant/decide-grant.ts';
import type { GrantCommand } from '../grant/grant-command.ts';
import type { RequestEntry } from './request-entry.ts';
import { decideComment } from './decide-comment.ts';
import { evolve } from './evolve.ts';
import { grantsOf, subjectIn } from './grants-of.ts';
import { nameReviewers } from './name-reviewers.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { RequestCommand } from './request-command.ts';
import type { PlanStep } from '../policy/approval-step.ts';
import type { RequestState, Review } from './request.ts';
import { counts, isDistinctNow, leavesEnough, objectionTo, type Standing } from './standing.ts';
import { tick } from './tick.ts';
import { NOT_REVIEWER, stepOf, whyClosed, whyNotAgain, whyNotReviewer } from './why-no-review.ts';
import type { Instant } from '../../lib/time.ts';

/**
 * What a command leads to. Pure: the same state, command and time always give the same entries.
 *
 * Invariants (test/property/decide.test.ts):
 * 1. No grant exists without a `requestApproved`, and that only follows what the plan asked for.
 * 2. The requester is never counted as a reviewer.
 * 3. An active grant has a deadline; it leaves `active` only towards `revoking`, and `revoking` only when verified gone.
 * 4. What waits goes on only while policy allows it as it was and as it is now, by reviews of people who count now: at each
 *    review, and by `judge` when something is published and before access is set up.
 * 5. Who answers a step is meant by its plan, and named by an entry before or with the review.
 * 6. A command that was carried out already writes nothing, or is refused.
 */
export function decide(
  state: RequestState | undefined,
  command: RequestCommand,
  now: Instant,
): Decided<RequestEntry> {
  if (command.type === 'submit') return submit(state, command);
  if (!state) return err(refuse('notFound', 'noSuchRequest'));
  switch (command.type) {
    case 'review':
      return review(state, command, now);
    case 'withdraw':
      return withdraw(state, command);
    case 'comment':
      return decideComment(state, command, now);
    case 'judge':
      return judge(state, command.standing);
    case 'tick':
      return ok(tick(state, now));
    default:
      return ofGrant(state, command, now);
  }
}

function submit(
  state: RequestState | undefined,
  command: Extract<RequestCommand, { type: 'submit' }>,
): Decided<RequestEntry> {
  const { facts, outcome } = command;
  if (state) {
    const same = state.facts.requestHash === facts.requestHash;
    return same ? NOTHING : err(refuse('alreadyExists', 'requestThere'));
  }
  switch (outcome.kind) {
    case 'refused':
      return ok([{ type: 'requestRefused', facts, refusal: outcome.refusal }]);
    case 'auto':
      // What is granted is the plan in the facts, which are hashed and shown: it has to say the same as policy did.
      return ok([
        { type: 'requestSubmitted', facts, reviewers: [] },
        ...(facts.plan.kind === 'auto' ? [{ type: 'requestApproved', by: 'policy' } as const] : []),
      ]);
    case 'review':
      return ok([
        { type: 'requestSubmitted', facts, reviewers: outcome.steps.map(({ reviewers }) => reviewers) },
      ]);
    default:
      return assertNever(outcome);
  }
}

function review(
  before: RequestState,
  command: Extract<RequestCommand, { type: 'review' }>,
  now: Instant,
): Decided<RequestEntry> {
  const named = nameReviewers(before, command.standing);
  const state = named.reduce((each, entry) => evolve(each, entry, now), before);
  const reviewed = reviewNamed(state, command, now);
  return reviewed.ok && reviewed.value.length > 0 ? ok([...named, ...reviewed.value]) : reviewed;
}

/** `state` has who may answer now. */
function reviewNamed(
  state: RequestState,
  command: Extract<RequestCommand, { type: 'review' }>,
  now: Instant,
): Decided<RequestEntry> {
  const { facts, phase } = state;
  const { reviewer, decision, standing } = command;
  const closed = whyClosed(state, reviewer, now);
  if (closed) return err(closed);
  const step = stepOf(state);
  if (phase.kind === 'submitted' && command.step < phase.step)
    return err(refuse('alreadyReviewed', 'stepDone'));
  // Where policy refuses it now, nobody is named by it: then a denial counts by the plan alone.
  const isReviewer = standing.refusal !== null || counts(standing, reviewer, command.step);
  const notTheirs = isReviewer ? whyNotReviewer(state, reviewer) : NOT_REVIEWER;
  if (notTheirs || !step || phase.kind !== 'submitted') return err(notTheirs ?? NOT_REVIEWER);
  if (command.requestHash !== facts.requestHash || command.step !== phase.step) {
    return err(refuse('requestChanged', 'requestNotAsSeen'));
  }
  const again = whyNotAgain(state, reviewer, isDistinctNow(state, standing));
  if (again) return err(again);
  const objection = decision === 'approve' ? objectionTo(state, standing) : null;
  if (objection) return ok([overruled(standing, objection)]);
  if (decision === 'approve' && !leavesEnough(state, standing, reviewer))
    return err(refuse('notReviewer', 'neededLater'));
  const { deviceId, comment } = command;
  const given: Review = { reviewer, deviceId, decision, comment, step: phase.step, at: now };
  const entry: RequestEntry = { type: 'reviewGiven', review: given };
  if (decision === 'deny') return ok([entry, { type: 'requestDenied', by: reviewer, comment }]);
  return ok([entry, ...afterApproval(evolve(state, entry, now), step, { standing, now })]);
}

const overruled = (standing: Standing, refusal: Refusal): RequestEntry => ({
  type: 'requestOverruled',
  organisationVersion: standing.organisationVersion,
  refusal,
});

/**
 * Ends what cannot go on: a request that waits, and access of which nobody knows yet that it works. What waits and can go on
 * is for who may answer it now.
 */
function judge(state: RequestState, standing: Standing): Decided<RequestEntry> {
  const refusal = objectionTo(state, standing);
  if (!refusal) return ok(nameReviewers(state, standing));
  if (state.phase.kind === 'submitted') return ok([overruled(standing, refusal)]);
  return ok(
    grantsOf(state).flatMap(({ entitlement: { grantId }, grant }): RequestEntry[] => {
      if (grant.kind === 'scheduled') return [{ type: 'grantFailed', grantId, message: refusal.told }];
      if (grant.kind !== 'activating') return [];
      const reason = refusal.told;
      return [{ type: 'grantEnding', grantId, cause: 'activationFailed', by: null, reason }];
    }),
  );
}

/** What an approval leads to, when it fills the quorum of its step. `state` has the approval in it. */
function afterApproval(
  state: RequestState,
  step: PlanStep,
  { standing, now }: { readonly standing: Standing; readonly now: Instant },
): RequestEntry[] {
  if (state.phase.kind !== 'submitted') return [];
  const index = state.phase.step;
  const approvals = state.reviews.filter(
    (each) => each.step === index && each.decision === 'approve' && counts(standing, each.reviewer, index),
  ).length;
  if (approvals < step.need) return [];
  const isLast = currentStep(state, index + 1) === undefined;
  const next: RequestEntry = isLast
    ? { type: 'requestApproved', by: 'reviews' }
    : { type: 'stepDone', step: index };
  const objection = objectionTo(evolve(state, next, now), standing);
  return [objection ? overruled(standing, objection) : next];
}

function ofGrant(state: RequestState, command: GrantCommand, now: Instant): Decided<RequestEntry> {
  const subject = subjectIn(state, command.grantId);
  return subject ? decideGrant(subject, command, now) : err(refuse('notFound', 'noSuchGrantYet'));
}

function withdraw(
  state: RequestState,
  command: Extract<RequestCommand, { type: 'withdraw' }>,
): Decided<RequestEntry> {
  const { facts, phase } = state;
  if (command.by !== facts.requester) return err(refuse('notAllowed', 'withdrawNotTheirs'));
  if (phase.kind === 'withdrawn') return NOTHING;
  if (phase.kind === 'submitted') return ok([{ type: 'requestWithdrawn', by: command.by }]);
  const isOver = grantsOf(state).every(({ grant: { kind } }) => kind === 'revoked' || kind === 'failed');
  if (phase.kind === 'approved' && isOver) return err(refuse('alreadyDecided', 'requestOver'));
  return err(refuse('alreadyDecided', 'requestStands', { status: phase.kind }));
}

const currentStep = (state: RequestState, index: number): PlanStep | undefined =>
  state.facts.plan.kind === 'review' ? state.facts.plan.steps[index] : undefined;
