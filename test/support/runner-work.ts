import type { Work } from '../../shared/contract/api-types.ts';
import { durationMs, instant, MINUTE_MS } from '../../shared/lib/time.ts';

/** Work to activate a grant of ten minutes; `changes` replaces fields of it. */
export const runnerWork = (changes: Partial<Work> = {}): Work => ({
  kind: 'activate',
  requestId: 'request1',
  grantId: 'grant001',
  attempt: 1,
  provider: { id: 'thing', use: 'fake', digest: null, config: {} },
  entitlement: { id: 'test/thing:use', title: 'Use the thing', input: {} },
  subject: { id: 'dev@example.com', name: 'Dev Example', publicKey: null },
  durationMs: durationMs(10 * MINUTE_MS),
  state: null,
  expiresAt: null,
  recipients: [],
  leaseUntil: instant(Date.UTC(2100, 0, 1)),
  fence: 1,
  reportedGone: false,
  ...changes,
});
