import { describe, expect, it, test } from 'vitest';
import { signReview } from '../../../shared/client/sign-review.ts';
import type { Plan, RequestFacts, RequestState } from '../../../shared/domain/request/request.ts';
import { reviewedContent, reviewMessage } from '../../../shared/domain/request/reviewed-content.ts';
import { commitmentOf, SALT, type Said } from '../../../shared/lib/said.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { canonicalBytes } from '../../../shared/lib/canonical-json.ts';
import { generateSigningKey, sha256, verify } from '../../../shared/system/node-crypto.ts';
import { entitlement, factsWith } from '../domain/fixtures.ts';
import { said } from '../../fakes/said.ts';

const key = generateSigningKey();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const IDENTITY = {
  signing: { publicKey: text(key.publicKey), seed: text(key.seed) },
  log: { origin: 'example/log', key: 'example/log+0+x' },
};

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
  const signed = signReview(IDENTITY, waiting(facts), { decision: 'approve', comment: '' });
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
    const signed = signReview(IDENTITY, erased, { decision: 'approve', comment: '' });
    expect(signed).toMatchObject({ ok: false, error: { code: 'requestChanged' } });
    expect(signed.ok || signed.error.message).toContain('was erased');
    expect(signReview(IDENTITY, erased, { decision: 'deny', comment: 'Ask again.' }).ok).toBe(true);
  });

  test('signs what binds its comment, so that the signature fits once the comment was erased', () => {
    const signed = signReview(IDENTITY, waiting(hashed(factsWith())), { decision: 'approve', comment: 'Go' });
    if (!signed.ok) throw new Error(signed.error.message);
    const { comment, signature, ...review } = signed.value;
    expect(comment).toMatchObject({ text: 'Go', salt: expect.stringMatching(SALT) });
    const fits = (about: Said): boolean =>
      verify(
        key.publicKey,
        canonicalBytes(reviewMessage(sha256, { origin: IDENTITY.log.origin, ...review, comment: about })),
        new Uint8Array(Buffer.from(signature, 'base64url')),
      );
    expect(fits(comment)).toBe(true);
    expect(fits({ sha256: commitmentOf(sha256, comment) })).toBe(true);
    expect(fits({ ...comment, text: 'Stop' })).toBe(false);
    expect(fits(said('Go'))).toBe(false);
  });
});
