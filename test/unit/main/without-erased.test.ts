import { expect, test } from 'vitest';
import { withoutErased } from '../../../main/state/without-erased.ts';
import type { DesktopState } from '../../../main/state/desktop-state.ts';
import type { OutboxCommand } from '../../../main/store/outbox-command.ts';
import { commitmentOf, hasErased } from '../../../shared/lib/said.ts';
import { sha256 } from '../../../shared/system/node-crypto.ts';
import { said } from '../../fakes/said.ts';
import { AT, facts, request } from './request-example.ts';

const WHY = commitmentOf(sha256, facts().reason);
const first = request();
const other = request({ requestId: 'request00002', reason: said('something else') });
const refused = {
  procedure: 'comment',
  key: 'key00001',
  requestId: 'request00001',
  title: 'Write to the payments database',
  about: {
    ...{ requesterName: 'Dev Example', durationMs: facts().durationMs },
    ...{ reason: 'fix the payout', boundBy: WHY },
  },
  createdAt: AT,
  state: 'refused',
  message: 'It is over.',
  input: { requestId: 'request00001', comment: said('mine') },
} as unknown as OutboxCommand;
const state = {
  requests: { request00001: first, request00002: other },
  outbox: [refused],
} as unknown as DesktopState;

test('what was erased is forgotten in requests, and beside what waits; the rest stays the very same', () => {
  const after = withoutErased(state, new Set([WHY]));
  expect(after.requests['request00001']?.facts.reason).toEqual({ sha256: WHY });
  expect(hasErased(after.requests['request00002'])).toBe(false);
  expect(after.outbox[0]).toEqual({
    ...refused,
    about: { ...refused.about, reason: '', isErased: true },
  });
  expect(JSON.stringify(after)).not.toContain('fix the payout');
});

test('beside what waits it is forgotten also where the request is not kept any more', () => {
  const after = withoutErased({ ...state, requests: {} }, new Set([WHY]));
  expect(JSON.stringify(after)).not.toContain('fix the payout');
});

test('nobody is told of anything where nothing of it is here', () => {
  expect(withoutErased(state, new Set())).toBe(state);
  expect(withoutErased(state, new Set(['f'.repeat(64)]))).toBe(state);
});
