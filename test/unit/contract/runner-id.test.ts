import { describe, expect, it } from 'vitest';
import { heartbeatInput, leaseInput, reportInput, workInput } from '../../../shared/contract/api-schemas.ts';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { logRecordSchema } from '../../../shared/contract/record-schema.ts';

const report = {
  kind: 'activationFailed',
  ...{ requestId: 'request0', grantId: 'grant0001', idempotencyKey: 'key-12345', message: 'no' },
};
const CALLS = [
  ['lease', leaseInput, { pool: 'default', max: 1 }],
  ['report', reportInput, report],
  ['heartbeat', heartbeatInput, { pool: 'default', grantIds: [] }],
  ['work', workInput, { pool: 'default' }],
] as const;

describe('the longest id of a runner', () => {
  const longest = 'r'.repeat(LIMITS.runnerIdLength);

  it.each(CALLS)('is taken by %s, and a longer one is not', (_name, schema, rest) => {
    expect(schema.safeParse({ ...rest, runnerId: longest }).success).toBe(true);
    expect(schema.safeParse({ ...rest, runnerId: `${longest}r` }).success).toBe(false);
  });

  it('is an actor in the log', () => {
    const entry = { type: 'grantActivating', grantId: 'grant0001', runnerId: longest };
    const record = { v: 1, seq: 0, stream: 'request/request0', version: 2, at: 0, entry };
    expect(logRecordSchema.safeParse({ ...record, actor: `runner:${longest}` }).success).toBe(true);
  });
});
