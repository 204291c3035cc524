import { wordsIn } from '../../../shared/words/words.ts';
import { describe, expect, it } from 'vitest';
import { describeEnd } from '../../../shared/domain/grant/describe-end.ts';
import { reviewedContent } from '../../../shared/domain/request/reviewed-content.ts';
import { durationMs, SECOND_MS } from '../../../shared/lib/time.ts';
import { canonicalText } from '../../../shared/lib/canonical-json.ts';
import { readProviderSchemas } from '../../../shared/system/provider-schemas.ts';
import { factsWith } from './fixtures.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';

const late = { mostMs: durationMs(5 * SECOND_MS), why: 'it is signed a moment before the clock starts' };
const FACTS = factsWith();
const end = { nativeExpiry: true, sessionsSurvive: false };

describe('a target that ends access itself may do so a little after the deadline', () => {
  it.each([
    [null, /^A provider of your own/],
    [end, /^The target ends it at the deadline, too\.$/],
    [
      { ...end, late },
      /^The target ends it by itself, too, at most 5s after the deadline: it is signed a moment before the clock starts\.$/,
    ],
    [{ ...end, late, sessionsSurvive: true }, /starts\. Sessions that are open then go on\.$/],
    [{ ...end, nativeExpiry: false }, /^Only Latchkey ends it/],
  ])('which is said to who approves: %j', (given, says) => {
    expect(describeEnd(given, wordsIn('en'))).toMatch(says);
  });

  it('every shipped provider whose target does says how late, in seconds, and why', async () => {
    const schemas = [...(await readProviderSchemas()).values()];
    const native = schemas.filter((each) => each.end.nativeExpiry);
    expect(native).toHaveLength(2);
    for (const each of native) {
      expect(each.end.late?.mostMs).toBeLessThanOrEqual(10 * SECOND_MS);
      expect(each.end.late?.why).toMatch(/a moment before the clock starts/);
    }
    for (const each of schemas) if (!each.end.nativeExpiry) expect(each.end.late).toBeUndefined();
  });

  it('what approvers read of it is what they sign', () => {
    const entitlements = FACTS.entitlements.map((each) => ({ ...each, end }));
    const explained = entitlements.map((each) => ({ ...each, end: { ...end, late } }));
    expect(canonicalText(reviewedContent(sha256, { ...FACTS, entitlements: explained }))).not.toBe(
      canonicalText(reviewedContent(sha256, { ...FACTS, entitlements })),
    );
  });
});
