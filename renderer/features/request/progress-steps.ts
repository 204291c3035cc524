import { grantsOf } from '../../../shared/domain/grants-of.ts';
import { listNames } from '../../../shared/domain/list-names.ts';
import { pendingReviewers } from '../../../shared/domain/pending-reviewers.ts';
import { requestStatus } from '../../../shared/domain/request-status.ts';
import type { RequestState } from '../../../shared/domain/request.ts';

export interface ProgressStep {
  readonly text: string;
  readonly state: 'done' | 'now' | 'ahead' | 'failed';
  readonly at: number | null;
}

const ENDED = ['refused', 'denied', 'withdrawn', 'lapsed'] as const;

/** The way of a request as the one who asked sees it: sent, approved, set up, active, gone. */
export function progressSteps(
  request: RequestState,
  nameOf: (id: string) => string,
): readonly ProgressStep[] {
  const { facts, phase } = request;
  const sent: ProgressStep = { text: 'Sent', state: 'done', at: facts.submittedAt };
  if (phase.kind === 'submitted') {
    const who = listNames(pendingReviewers(request).map(nameOf));
    return [
      sent,
      { text: `Waiting for ${who}`, state: 'now', at: null },
      ahead('Setting up access'),
      ahead('Active'),
    ];
  }
  if (phase.kind !== 'approved') return [sent, { ...endedStep(phase.kind, request, nameOf), at: phase.at }];
  const by = phase.by === 'policy' ? 'Granted by policy' : 'Approved';
  return [sent, { text: by, state: 'done', at: phase.at }, ...afterApproval(request)];
}

function endedStep(
  kind: (typeof ENDED)[number],
  { phase }: RequestState,
  nameOf: (id: string) => string,
): Omit<ProgressStep, 'at'> {
  switch (kind) {
    case 'refused':
      return { text: 'Refused by policy', state: 'failed' };
    case 'denied':
      return { text: `Denied by ${phase.kind === 'denied' ? nameOf(phase.by) : ''}`, state: 'failed' };
    case 'withdrawn':
      return { text: 'Withdrawn', state: 'failed' };
    case 'lapsed':
      return { text: 'Nobody answered in time', state: 'failed' };
  }
}

function afterApproval(request: RequestState): readonly ProgressStep[] {
  const status = requestStatus(request);
  switch (status) {
    case 'scheduled':
    case 'activating':
      return [now('Setting up access'), ahead('Active')];
    case 'active':
      return [done('Set up'), now('Active')];
    case 'revoking':
      return [done('Set up'), now('Being taken away')];
    case 'failed':
      return [failed(whyFailed(request))];
    default:
      // Ended before it ever worked, for example because setting it up failed.
      if (grantsOf(request).every(({ grant }) => grant.kind === 'revoked' && grant.startsAt === null))
        return [failed('Could not be set up; nothing was left behind')];
      return [done('Set up'), done('Over: verified gone')];
  }
}

function whyFailed(request: RequestState): string {
  const messages = grantsOf(request).flatMap(({ grant }) => (grant.kind === 'failed' ? [grant.message] : []));
  return `Could not be set up; nothing was left behind. ${messages[0] ?? ''}`.trim();
}

const failed = (text: string): ProgressStep => ({ text, state: 'failed', at: null });
const ahead = (text: string): ProgressStep => ({ text, state: 'ahead', at: null });
const now = (text: string): ProgressStep => ({ text, state: 'now', at: null });
const done = (text: string): ProgressStep => ({ text, state: 'done', at: null });
