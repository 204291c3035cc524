import { wordsIn } from '../../../shared/words/words.ts';
import { expect, it } from 'vitest';
import { describeEntry, titleOfGrant } from '../../../shared/domain/describe-entry.ts';
import type { LogRecord } from '../../../shared/domain/entry.ts';
import { waitsFor } from '../../../shared/domain/request/waits-for.ts';
import { sampleRequest, sampleReview } from '../../fakes/sample-requests.ts';

const AT = Date.parse('2026-11-23T13:00:00Z');
const bundle = sampleRequest({
  id: 'req0000001',
  titles: [
    ['prod/web-1:root', 'Root on web-1'],
    ['prod/web-2:root', 'Root on web-2'],
  ],
  submittedAt: AT,
});
const tell = (entry: object, facts = bundle.facts): string =>
  describeEntry({ seq: 1, at: AT, actor: 'runner', entry } as unknown as LogRecord, {
    words: wordsIn('en'),
    nameOf: (id) => id,
    titleOf: titleOfGrant(facts),
  });

it.each([
  [{ type: 'grantActivating', grantId: 'req00000010' }, 'Root on web-1: Access is being set up'],
  [{ type: 'grantActivated', grantId: 'req00000011' }, 'Root on web-2: Access works: the clock is running'],
  [{ type: 'grantOverdue', grantId: 'req00000011' }, /^Root on web-2: Access is overdue/],
  [{ type: 'grantRevoked', grantId: 'req00000010', lateMs: 0 }, 'Root on web-1: Verified gone'],
])('every line of a bundle’s timeline names its entitlement: %j', (entry, expected) => {
  expect(tell(entry)).toMatch(expected);
});

it('a request for one thing needs no name in its lines', () => {
  const one = sampleRequest({ id: 'req0000002', submittedAt: AT });
  expect(tell({ type: 'grantRevoked', grantId: 'req00000020', lateMs: 0 }, one.facts)).toBe('Verified gone');
});

it.each([
  [1, [], 'ana@example.com, lead@example.com or ops@example.com'],
  [2, [], '2 of ana@example.com, lead@example.com and ops@example.com'],
  [2, ['ana@example.com'], 'lead@example.com or ops@example.com'],
  [3, ['ana@example.com'], 'lead@example.com and ops@example.com'],
])(
  'who must answer is said by the number that decides it: %d needed, %j answered',
  (need, given, expected) => {
    const reviews = given.map((id) => sampleReview(id, AT));
    const waiting = sampleRequest({ id: 'req0000003', submittedAt: AT, need, reviews });
    expect(waitsFor(waiting, (id) => id, wordsIn('en'))).toBe(expected);
  },
);
