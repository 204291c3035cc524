import { inWords } from '../support/in-words.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Organisation } from '../../shared/domain/organisation/organisation.ts';
import { durationMs, HOUR_MS } from '../../shared/lib/time.ts';
import { beyondLimit, providerLimit, withinLimit } from '../../shared/service/usecases/provider-limit.ts';
import { DEV, FILES, LEAD, OWNER, ServiceFixture } from './service-fixture.ts';

/** An OpenSSH Ed25519 public key line: the kind and 32 bytes, each with its length before it (RFC 8709). */
function sshKey(byte: number, comment: string): string {
  const kind = Buffer.from('ssh-ed25519');
  const length = (value: number): Buffer => Buffer.from([0, 0, 0, value]);
  const blob = Buffer.concat([length(kind.length), kind, length(32), Buffer.alloc(32, byte)]);
  return `ssh-ed25519 ${blob.toString('base64')} ${comment}`;
}
const KEY = sshKey(7, 'dev@laptop');
const OTHER_KEY = sshKey(9, 'somebody@else');
const withKey = (key: string) => ({
  ...FILES,
  people: FILES.people.replace(
    'id: dev@example.com, name: Dev Example,',
    `id: dev@example.com, name: Dev Example, sshPublicKey: "${key}",`,
  ),
});

describe('what is approved is what is granted', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await new ServiceFixture({
      organisation: { files: withKey(KEY), providerDigests: {} },
    }).start();
  });
  afterEach(() => fixture.close());

  it('for the SSH key of the submission, not for the one in force', async () => {
    const asked = await fixture.submit(DEV);
    expect(asked.facts.publicKey).toBe(KEY);
    const published = await fixture.api.org.publish(await fixture.caller(OWNER), {
      ...{ files: withKey(OTHER_KEY), providerDigests: {}, dryRun: false },
    });
    expect(published).toMatchObject({ published: true });
    await fixture.review(LEAD, asked);
    expect(await fixture.lease()).toMatchObject([{ subject: { publicKey: KEY } }]);
    const again = await fixture.submit(DEV);
    expect(again.facts.publicKey).toBe(OTHER_KEY);
    expect(again.facts.requestHash).not.toBe(asked.facts.requestHash);
  });

  it('with the end that its approvers were shown', async () => {
    const { facts } = await fixture.submit(DEV);
    expect(facts.entitlements[0]?.end).toEqual({ nativeExpiry: false, sessionsSurvive: false });
  });
});

describe('the longest duration of a provider', () => {
  const schema = { type: 'object' as const };
  const end = { nativeExpiry: true, sessionsSurvive: false };
  const known = { config: schema, input: schema, end };
  const parts = {
    providerSchemas: new Map([
      ['short', { ...known, maxTtlMs: HOUR_MS }],
      ['free', { ...known, maxTtlMs: null }],
    ]),
  };
  const entitlement = (id: string, providerId: string) => ({
    ...{ id, title: `Title of ${id}`, description: '', providerId, input: {}, tags: {} },
  });
  const provider = (id: string) => ({ id, use: id, pool: 'default', config: {}, digest: null });
  const organisation: Pick<Organisation, 'entitlements' | 'providers'> = {
    providers: { short: provider('short'), free: provider('free') },
    entitlements: { a: entitlement('a', 'short'), b: entitlement('b', 'free') },
  };

  it('bounds what is asked for, with a sentence', () => {
    const limit = providerLimit(parts, organisation, ['b', 'a']);
    expect(beyondLimit(limit, durationMs(2 * HOUR_MS))).toMatchObject({
      code: 'tooLong',
      told: inWords('2h is too long for Title of a: its provider gives access for at most 1h.'),
    });
    expect(beyondLimit(limit, HOUR_MS)).toBeNull();
    expect(providerLimit(parts, organisation, ['b'])).toBeNull();
  });

  it('is in what the preview says', () => {
    const auto = { kind: 'auto' as const, rules: [], maxDurationMs: durationMs(4 * HOUR_MS) };
    const limit = providerLimit(parts, organisation, ['a']);
    expect(withinLimit(auto, limit).maxDurationMs).toBe(HOUR_MS);
    expect(withinLimit(auto, null).maxDurationMs).toBe(4 * HOUR_MS);
  });
});
