import { inEnglish } from '../../../shared/words/words.ts';
import { describe, expect, it, test } from 'vitest';
import { reviewOf } from '../../../shared/client/review-of.ts';
import type { Plan, RequestFacts, RequestState } from '../../../shared/domain/request/request.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import { commitmentOf, SALT } from '../../../shared/lib/said.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { canonicalBytes } from '../../../shared/lib/canonical-json.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { entitlement, factsWith } from '../domain/fixtures.ts';
import { said } from '../../fakes/said.ts';

const hashed = (facts: RequestFacts): RequestFacts => ({
  ...facts,
  requestHash: Buffer.from(sha256(canonicalBytes(reviewedContent(sha256, facts)))).toString('hex'),
});

const meaning = (name: string, need = 1): Plan => ({
  kind: 'review',
  steps: [{ name: 'owner', need, meant: [[{ kind: 'group', name }]] }],
});

function waiting(facts: RequestFacts): RequestState {
  const people = { reviewers: [['lead']], former: [], reviews: [] };
  return { facts, version: 1, ...people, phase: { kind: 'submitted', step: 0 } };
}

/** What signing answers when the service shows `changes` to a request that it hashed without them. */
function signedWhenShown(changes: Partial<RequestFacts>) {
  const facts = { ...hashed(factsWith({ plan: meaning('leads') })), ...changes };
  const signed = reviewOf(waiting(facts), { decision: 'approve', comment: '' });
  return signed.ok ? 'signed' : signed.error.code;
}

describe('a device', () => {
  it('signs what is shown as it was hashed', () => expect(signedWhenShown({})).toBe('signed'));

  it.each<[string, Partial<RequestFacts>]>([
    ['who asks', { requester: 'mallory' }],
    ['the name of who asks, which is all that a notification shows of them', { requesterName: 'The Boss' }],
    ['what is asked for', { entitlements: [entitlement('prod/everything', 'grant0001')] }],
    ['for how long', { durationMs: durationMs(1) }],
    ['the reason', { reason: said('a good one') }],
    ['the ticket', { ticket: 'INC-1' }],
    ['who else must approve', { plan: { kind: 'auto' } }],
    ['whom the rules mean', { plan: meaning('everybody') }],
    ['how many must approve', { plan: meaning('leads', 2) }],
    ['the rules', { rules: ['another'] }],
  ])('signs nothing when something else is shown: %s', (_what, changes) =>
    expect(signedWhenShown(changes)).toBe('requestChanged'),
  );

  test('denies a request whose reason was erased, and does not approve it', () => {
    const { facts, ...rest } = waiting(hashed(factsWith({ plan: meaning('leads') })));
    const erased = { ...rest, facts: { ...facts, reason: { sha256: commitmentOf(sha256, facts.reason) } } };
    const signed = reviewOf(erased, { decision: 'approve', comment: '' });
    expect(signed).toMatchObject({ ok: false, error: { code: 'requestChanged' } });
    expect(signed.ok || inEnglish(signed.error.told)).toContain('was erased');
    expect(reviewOf(erased, { decision: 'deny', comment: 'Ask again.' }).ok).toBe(true);
  });

  test('puts what was shown into the review, with a salt of its own for the comment', () => {
    const facts = hashed(factsWith());
    const review = reviewOf(waiting(facts), { decision: 'approve', comment: 'Go' });
    expect(review).toMatchObject({
      ok: true,
      value: {
        ...{ requestId: facts.requestId, requestHash: facts.requestHash, step: 0, decision: 'approve' },
        comment: { text: 'Go', salt: expect.stringMatching(SALT) as string },
      },
    });
  });
});
