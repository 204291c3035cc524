import { describe, expect, it } from 'vitest';
import { approvalLeadsTo } from '../../../renderer/features/inbox/approval-leads-to.ts';
import { groupInbox } from '../../../renderer/features/inbox/group-inbox.ts';
import { unanswered } from '../../../renderer/state/outbox-lookup.ts';
import { runningGrants } from '../../../renderer/state/running-grants.ts';
import { shownStatus } from '../../../shared/domain/request/shown-status.ts';
import { activeGrant, approvedPhase, sampleRequest, sampleReview } from '../../fakes/sample-requests.ts';
import { sampleSnapshot } from '../../fakes/sample-snapshot.ts';

const NOW = Date.parse('2026-11-23T13:00:00Z');
const outline = (snapshot: Parameters<typeof groupInbox>[0]) =>
  groupInbox(snapshot).map(({ id, requests }) => [id, ...requests.map(({ facts }) => facts.requestId)]);

describe('the inbox', () => {
  it('calls overdue or stuck what should be gone, also beside access that still may run', () => {
    const { watching } = sampleSnapshot('trouble', NOW);
    expect(watching.map(shownStatus)).toEqual(['stuck', 'overdue', 'active']);
    const [late, fine] = [activeGrant(NOW - 2, NOW - 1, true), activeGrant(NOW - 2, NOW + 1)];
    const titles = ['one', 'two'].map((id) => [id, id] as const);
    const phase = approvedPhase('req0000030', NOW - 2, [fine, late]);
    expect(shownStatus(sampleRequest({ id: 'req0000030', titles, submittedAt: NOW - 3, phase }))).toBe(
      'overdue',
    );
  });

  it('has what waits first, then what runs, then what is over', () => {
    expect(outline(sampleSnapshot('full', NOW))).toEqual([
      ['waiting', 'req0000001', 'req0000002', 'req0000003'],
      ['running', 'req0000004'],
      ['recent', 'req0000009', 'req0000010'],
    ]);
  });

  it('has what should be gone and is not in a group of its own, and once', () => {
    const snapshot = sampleSnapshot('full', NOW);
    const stuck = snapshot.mine.filter(({ facts }) => facts.requestId === 'req0000007');
    const groups = outline({ ...snapshot, watching: [...snapshot.watching, ...stuck] });
    expect(groups.slice(1, 3)).toEqual([
      ['trouble', 'req0000007'],
      ['running', 'req0000004'],
    ]);
  });

  it('is empty when nothing concerns me', () => {
    expect(outline(sampleSnapshot('empty', NOW))).toEqual([]);
  });

  it('keeps apart what I answered while the service could not be reached, and does not count it', () => {
    const snapshot = sampleSnapshot('offline', NOW);
    expect(outline(snapshot).slice(0, 2)).toEqual([
      ['waiting', 'req0000002', 'req0000003'],
      ['sending', 'req0000001'],
    ]);
    expect(unanswered(snapshot.inbox, snapshot.outbox)).toHaveLength(2);
  });

  it('shows a request once, also while two lists have it', () => {
    const snapshot = sampleSnapshot('full', NOW);
    const twice = { ...snapshot, recent: [...snapshot.inbox, ...snapshot.recent] };
    expect(outline(twice).flat()).toHaveLength(outline(snapshot).flat().length);
  });
});

describe('what an approval leads to', () => {
  const request = (need: number, reviewed: readonly string[]) =>
    sampleRequest({
      id: 'req',
      submittedAt: NOW,
      need,
      reviews: reviewed.map((id) => sampleReview(id, NOW)),
    });

  it.each([
    [1, [], 'If you approve, access is set up now and ends 30m after it works.'],
    [2, [], 'After you, 1 more must approve.'],
    [3, ['lead@example.com'], 'After you, 1 more must approve.'],
    [2, ['lead@example.com'], 'If you approve, access is set up now and ends 30m after it works.'],
  ])('with %d needed and %j given: %s', (need, given, expected) => {
    expect(approvalLeadsTo(request(need, given))).toBe(expected);
  });
});

describe('active access', () => {
  it('has what is stuck first, then what ends soonest', () => {
    const ids = runningGrants(sampleSnapshot('full', NOW).mine).map(({ request }) => request.facts.requestId);
    expect(ids).toEqual(['req0000007', 'req0000006', 'req0000005']);
  });
});
