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
  const sent: ProgressStep = { text: 'Sent', state: 'done', at: facts.submittedAt };
  if (phase.kind === 'submitted') {
    const who = waitsFor(request, nameOf, words());
    return [
      sent,
      { text: `Waiting for ${who}`, state: 'now', at: null },
      ahead('Setting up access'),
      ahead('Active'),
    ];
  }
  if (phase.kind !== 'approved') return [sent, { ...endedStep(phase.kind, request, nameOf), at: phase.at }];
  const by = phase.by === 'policy' ? 'Granted by policy' : 'Approved';
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
    grant.kind === 'failed' && grant.message !== '' ? `. ${isolated(words().spoken(grant.message))}` : '';
  return { title: entitlement.title, text: `${text}${message}`, state, at: null };
}

function endedStep(
  kind: (typeof ENDED)[number],
  { phase }: RequestState,
  nameOf: (id: string) => string,
): Omit<ProgressStep, 'at'> {
  switch (kind) {
    case 'refused':
      return { text: phase.kind === 'refused' ? refusedText(phase.refusal) : '', state: 'failed' };
    case 'denied':
      return { text: `Denied by ${phase.kind === 'denied' ? nameOf(phase.by) : ''}`, state: 'failed' };
    case 'withdrawn':
      return { text: 'Withdrawn', state: 'failed' };
    case 'lapsed':
      return { text: 'Nobody answered in time', state: 'failed' };
  }
}

function refusedText({ code }: Refusal): string {
  if (code === 'policyChanged') return 'Policy changed while it waited';
  return code === 'reasonMissing' ? 'Its reason was erased while it waited' : 'Refused by policy';
}

function afterApproval(request: RequestState, now: number): readonly ProgressStep[] {
  const status = requestStatus(request);
  switch (status) {
    case 'scheduled':
    case 'activating':
      return [
        current(sentence(describeSetUp(request, now, words()) ?? 'setting up access')),
        ahead('Active'),
      ];
    case 'active':
      return [done('Set up'), current('Active')];
    case 'revoking':
      return neverWorked(request)
        ? [failed(whyNeverWorked(request)), current('Making sure that nothing is left behind')]
        : [done('Set up'), current('Being taken away')];
    case 'failed':
      return [failed(whyFailed(request))];
    default:
      if (!neverWorked(request))
        return [
          done('Set up'),
          done(wasVerified(request) ? 'Over: verified gone' : 'Over: not verified gone'),
        ];
      if (neverBegan(request)) return [failed('Never began: nothing to take away')];
      return [
        failed(
          `${whyNeverWorked(request)}; ${wasVerified(request) ? 'nothing was left behind' : 'not verified gone'}`,
        ),
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
  return hasFailed ? 'Could not be set up' : 'Stopped before it worked';
}

const wasVerified = (request: RequestState): boolean =>
  grantsOf(request).every(({ grant }) => grant.kind !== 'revoked' || grant.confirmedBy === null);

function whyFailed(request: RequestState): string {
  const messages = grantsOf(request).flatMap(({ grant }) => (grant.kind === 'failed' ? [grant.message] : []));
  return `Could not be set up; nothing was left behind. ${messages[0] ? isolated(words().spoken(messages[0])) : ''}`.trim();
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const failed = (text: string): ProgressStep => ({ text, state: 'failed', at: null });
const ahead = (text: string): ProgressStep => ({ text, state: 'ahead', at: null });
const current = (text: string): ProgressStep => ({ text, state: 'now', at: null });
const done = (text: string): ProgressStep => ({ text, state: 'done', at: null });
