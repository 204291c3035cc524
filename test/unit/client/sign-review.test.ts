import { describe, expect, it } from 'vitest';
import { signReview } from '../../../shared/client/sign-review.ts';
import type { Plan, RequestFacts } from '../../../shared/domain/request/request.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { canonicalBytes } from '../../../shared/lib/canonical-json.ts';
import { generateSigningKey, sha256 } from '../../../shared/system/node-crypto.ts';
import { entitlement, factsWith } from '../domain/fixtures.ts';

const key = generateSigningKey();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const IDENTITY = {
  signing: { publicKey: text(key.publicKey), seed: text(key.seed) },
  log: { origin: 'example/log', key: 'example/log+0+x' },
};

const hashed = (facts: RequestFacts): RequestFacts => ({
  ...facts,
  requestHash: Buffer.from(sha256(canonicalBytes(reviewedContent(facts)))).toString('hex'),
});

const meaning = (name: string, need = 1): Plan => ({
  kind: 'review',
  steps: [{ name: 'owner', need, meant: [[{ kind: 'group', name }]] }],
});

/** What signing answers when the service shows `changes` to a request that it hashed without them. */
function signedWhenShown(changes: Partial<RequestFacts>) {
  const facts = { ...hashed(factsWith({ plan: meaning('leads') })), ...changes };
  const people = { reviewers: [['lead']], former: [], reviews: [] };
  const seen = { facts, version: 1, ...people, phase: { kind: 'submitted', step: 0 } } as const;
  const signed = signReview(IDENTITY, seen, { decision: 'approve', comment: '' });
  return signed.ok ? 'signed' : signed.error.code;
}

describe('a device', () => {
  it('signs what is shown as it was hashed', () => expect(signedWhenShown({})).toBe('signed'));

  it.each<[string, Partial<RequestFacts>]>([
    ['who asks', { requester: 'mallory' }],
    ['the name of who asks, which is all that a notification shows of them', { requesterName: 'The Boss' }],
    ['what is asked for', { entitlements: [entitlement('prod/everything', 'grant0001')] }],
    ['for how long', { durationMs: durationMs(1) }],
    ['the reason', { reason: 'a good one' }],
    ['the ticket', { ticket: 'INC-1' }],
    ['who else must approve', { plan: { kind: 'auto' } }],
    ['whom the rules mean', { plan: meaning('everybody') }],
    ['how many must approve', { plan: meaning('leads', 2) }],
    ['the rules', { rules: ['another'] }],
  ])('signs nothing when something else is shown: %s', (_what, changes) =>
    expect(signedWhenShown(changes)).toBe('requestChanged'),
  );
});
