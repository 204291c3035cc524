import { formatDuration } from '../../shared/lib/duration-text.ts';
import type { RequestState } from '../../shared/domain/request.ts';
import { noticeText } from './notice-text.ts';
import type { WantedNotice } from './wanted-notice.ts';

/** What an approver has to know at one glance, with the buttons to answer. */
export function reviewNotice(state: RequestState): WantedNotice {
  const { facts, phase, reviews } = state;
  const step = phase.kind === 'submitted' ? phase.step : 0;
  const { requestId, requestHash } = facts;
  const review = { kind: 'review', requestId, requestHash, step } as const;
  const open = { kind: 'open', view: 'inbox', requestId } as const;
  return {
    id: `review/${requestId}`,
    fingerprint: `${requestHash}/${step}/${reviews.length}`,
    title: `${noticeText(facts.requesterName, 60)} asks for access for ${formatDuration(facts.durationMs)}`,
    body: [
      noticeText(facts.entitlements.map(({ title }) => title).join(', ')),
      `Why: ${facts.reason.trim() === '' ? 'no reason given' : noticeText(facts.reason)}`,
      ...(facts.ticket ? [`Ticket: ${noticeText(facts.ticket, 100)}`] : []),
      ...progress(state, step),
    ].join('\n'),
    urgency: 'critical',
    actions: [
      { id: 'approve', label: 'Approve', does: { ...review, decision: 'approve' } },
      { id: 'deny', label: 'Deny', does: { ...review, decision: 'deny' } },
      { id: 'open', label: 'Open', does: open },
      { id: 'default', label: '', does: open },
    ],
  };
}

/** Where several people are needed: how far it is. */
function progress({ facts, reviews }: RequestState, index: number): string[] {
  const step = facts.plan.kind === 'review' ? facts.plan.steps[index] : undefined;
  if (!step || step.need < 2) return [];
  const given = reviews.filter((each) => each.step === index && each.decision === 'approve').length;
  return [`${given} of ${step.need} approvals so far`];
}
