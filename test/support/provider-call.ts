import type { ProviderCall } from '../../shared/provider-protocol/provider-protocol.ts';

/** A call that any provider takes; `changes` replaces fields of it. */
export const providerCall = (changes: Partial<ProviderCall> = {}): ProviderCall => ({
  protocol: 1,
  verb: 'grant',
  grantId: 'g-1',
  idempotencyKey: 'g-1:grant',
  attempt: 1,
  deadlineAt: Date.UTC(2100, 0, 1),
  subject: { id: 'dev@example.com' },
  entitlement: { id: 'test/thing:use', title: 'Use the thing', input: {} },
  config: {},
  state: {},
  ...changes,
});
