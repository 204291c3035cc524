import { expect, test } from 'vitest';
import { localSections } from '../../../main/store/local-data.ts';
import { parseSections } from '../../../main/store/parse-sections.ts';
import { SALT } from '../../../shared/lib/said.ts';
import { said } from '../../fakes/said.ts';
import { request } from './request-example.ts';

const common = {
  ...{ key: 'abcdefghijklmnopqrstuvwx', requestId: 'request00001', title: 'A thing', createdAt: 1 },
  ...{ state: 'waiting', message: null },
};
const ids = { requestId: 'request00001', idempotencyKey: common.key };
const submit = {
  ...common,
  procedure: 'submit',
  input: { ...ids, entitlementIds: ['x'], durationMs: 60_000, ticket: null, reason: 'Refunds are stuck' },
};
const end = {
  ...common,
  procedure: 'end',
  input: { grantId: 'grant000001', idempotencyKey: common.key, reason: '' },
};
const review = {
  ...common,
  procedure: 'review',
  input: {
    ...{ ...ids, decision: 'deny', comment: 'No', step: 0, requestHash: 'a'.repeat(64) },
    signature: 'A'.repeat(86),
  },
};
const withdraw = { ...common, procedure: 'withdraw', input: ids };

const read = (sections: object) => parseSections(localSections, JSON.parse(JSON.stringify(sections)));

test('what an earlier Latchkey left to be sent has a salt, which is the same each time it is read', () => {
  const { data, damaged } = read({ outbox: [submit, end, withdraw] });
  expect(damaged).toEqual([]);
  const salt = expect.stringMatching(SALT) as string;
  expect(data.outbox).toMatchObject([
    { state: 'waiting', input: { reason: { text: 'Refunds are stuck', salt } } },
    { state: 'waiting', input: { reason: { text: '', salt } } },
    { state: 'waiting', procedure: 'withdraw' },
  ]);
  expect(read({ outbox: [submit, end, withdraw] }).data).toEqual(data);
  // As it is written now it is read as it is.
  expect(read({ outbox: data.outbox }).data).toEqual(data);
  const other = { ...submit, key: 'abcdefghijklmnopqrstuvwy' };
  expect(read({ outbox: [other] }).data.outbox[0]?.input).not.toEqual(data.outbox[0]?.input);
});

test('an answer that was signed over the comment itself is not sent, and says so', () => {
  const { data, damaged } = read({ outbox: [review] });
  expect(damaged).toEqual([]);
  expect(data.outbox).toMatchObject([
    {
      state: 'refused',
      message: { code: 'answeredWithEarlier' },
      input: { comment: { text: 'No' } },
    },
  ]);
});

test('requests that were kept with a reason without a salt are read again, and are no damage', () => {
  const { facts, ...rest } = request({ reason: said('Refunds are stuck') });
  const earlier = { ...rest, facts: { ...facts, v: 2, reason: 'Refunds are stuck' } };
  const kept = { request00001: earlier, request00002: { ...rest, facts } };
  const { data, damaged } = read({ requests: kept });
  expect(damaged).toEqual([]);
  expect(Object.keys(data.requests)).toEqual(['request00002']);
});
