import { words } from '../../words/words.ts';
import type { Refusal } from '../../../shared/domain/refusal.ts';
import { describeSetUp } from '../../../shared/domain/request/describe-set-up.ts';
import { grantsOf, type RequestedGrant } from '../../../shared/domain/request/grants-of.ts';
import { requestStatus } from '../../../shared/domain/request/request-status.ts';
import type { RequestState } from '../../../shared/domain/request/request.ts';
import { waitsFor } from '../../../shared/domain/request/waits-for.ts';
import { grantWords } from '../../words/grant-words.ts';
import { isolated } from '../../words/isolated.ts';

export interface ProgressStep {
  /** Which part of a bundle it is about; none where there is only one. */
  readonly title?: string;
  /** A sentence of ours: names in it are as `nameOf` gives them. */
  readonly text: string;
  readonly state: 'done' | 'now' | 'ahead' | 'failed';
  readonly at: number | null;
}

const ENDED = ['refused', 'denied', 'withdrawn', 'lapsed'] as const;

/** The way of a request as the one who asked sees it: sent, approved, set up, active, gone. */
export function progressSteps(
  request: RequestState,
  context: { readonly nameOf: (id: string) => string; readonly now: number },
): readonly ProgressStep[] {
  const { facts, phase } = request;
  const { nameOf, now } = context;
  const say = words().window.progress;
  const sent: ProgressStep = { text: say.sent, state: 'done', at: facts.submittedAt };
  if (phase.kind === 'submitted') {
    const who = waitsFor(request, nameOf, words());
    return [
      sent,
      { text: say.waitingFor({ who }), state: 'now', at: null },
      ahead(say.settingUp),
      ahead(say.active),
    ];
  }
  if (phase.kind !== 'approved') return [sent, { ...endedStep(phase.kind, request, nameOf), at: phase.at }];
  const by = phase.by === 'policy' ? say.grantedByPolicy : say.approved;
  const parts = grantsOf(request);
  const after = parts.length > 1 ? parts.map((part) => partStep(part, context)) : afterApproval(request, now);
  return [sent, { text: by, state: 'done', at: phase.at }, ...after];
}

/** How one part of a bundle stands, in the words of every list. */
function partStep(
  { entitlement, grant }: RequestedGrant,
  context: { readonly nameOf: (id: string) => string; readonly now: number },
): ProgressStep {
  const { text } = grantWords(grant, context);
  const hasFailed = grant.kind === 'failed' || (grant.kind === 'revoked' && grant.startsAt === null);
  const state = hasFailed ? 'failed' : grant.kind === 'revoked' ? 'done' : 'now';
  const message =
    grant.kind === 'failed' && grant.message !== '' ? `. ${isolated(words().ofRunner(grant.message))}` : '';
  return { title: entitlement.title, text: `${text}${message}`, state, at: null };
}

function endedStep(
  kind: (typeof ENDED)[number],
  { phase }: RequestState,
  nameOf: (id: string) => string,
): Omit<ProgressStep, 'at'> {
  const say = words().window.progress;
  switch (kind) {
    case 'refused':
      return { text: phase.kind === 'refused' ? refusedText(phase.refusal) : '', state: 'failed' };
    case 'denied':
      return {
        text: say.deniedBy({ who: phase.kind === 'denied' ? nameOf(phase.by) : '' }),
        state: 'failed',
      };
    case 'withdrawn':
      return { text: say.withdrawn, state: 'failed' };
    case 'lapsed':
      return { text: say.lapsed, state: 'failed' };
  }
}

function refusedText({ code }: Refusal): string {
  const say = words().window.progress;
  if (code === 'policyChanged') return say.policyChanged;
  return code === 'reasonMissing' ? say.erased : say.refused;
}

function afterApproval(request: RequestState, now: number): readonly ProgressStep[] {
  const say = words().window.progress;
  const status = requestStatus(request);
  switch (status) {
    case 'scheduled':
    case 'activating':
      return [current(sentence(describeSetUp(request, now, words()) ?? say.settingUp)), ahead(say.active)];
    case 'active':
      return [done(say.isSetUp), current(say.active)];
    case 'revoking':
      return neverWorked(request)
        ? [failed(whyNeverWorked(request)), current(say.makingSure)]
        : [done(say.isSetUp), current(say.beingTakenAway)];
    case 'failed':
      return [failed(whyFailed(request))];
    default:
      if (!neverWorked(request))
        return [done(say.isSetUp), done(wasVerified(request) ? say.verifiedGone : say.notVerifiedGone)];
      if (neverBegan(request)) return [failed(say.neverBegan)];
      return [
        failed((wasVerified(request) ? say.nothingLeft : say.notVerified)({ why: whyNeverWorked(request) })),
      ];
  }
}

/** Ended before it worked, by a person or because setting it up failed. */
const neverWorked = (request: RequestState): boolean =>
  grantsOf(request).every(
    ({ grant }) => (grant.kind === 'revoking' || grant.kind === 'revoked') && grant.startsAt === null,
  );

/** No runner had taken any of it up. */
const neverBegan = (request: RequestState): boolean =>
  grantsOf(request).every(({ grant }) => grant.kind === 'revoked' && grant.neverBegan === true);

function whyNeverWorked(request: RequestState): string {
  const hasFailed = grantsOf(request).some(
    ({ grant }) => 'cause' in grant && grant.cause === 'activationFailed',
  );
  const say = words().window.progress;
  return hasFailed ? say.couldNotBeSetUp : say.stoppedBefore;
}

const wasVerified = (request: RequestState): boolean =>
  grantsOf(request).every(({ grant }) => grant.kind !== 'revoked' || grant.confirmedBy === null);

function whyFailed(request: RequestState): string {
  const messages = grantsOf(request).flatMap(({ grant }) => (grant.kind === 'failed' ? [grant.message] : []));
  return `${words().window.progress.notSetUp} ${messages[0] ? isolated(words().ofRunner(messages[0])) : ''}`.trim();
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const failed = (text: string): ProgressStep => ({ text, state: 'failed', at: null });
const ahead = (text: string): ProgressStep => ({ text, state: 'ahead', at: null });
const current = (text: string): ProgressStep => ({ text, state: 'now', at: null });
const done = (text: string): ProgressStep => ({ text, state: 'done', at: null });
