import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../shared/contract/limits.ts';
import { instant } from '../../../shared/lib/time.ts';
import { journalFormat } from '../../../shared/formats/journal/journal-format.ts';
import { jobOfWork, reportToSend } from '../../../shared/runner/journal-wire.ts';
import { runnerWork } from '../../support/runner-work.ts';

const base = { requestId: 'request1', grantId: 'grant001', fence: 1, idempotencyKey: 'gone-grant001' };
const long = 'x'.repeat(LIMITS.sealedLength + 1);

describe('what crosses between the wire and the journal', () => {
  it('is kept as it was leased, less what belongs to the lease, and read again', () => {
    const recipients = [{ deviceId: 'laptop', sealingKey: 'A'.repeat(43) }];
    const work = runnerWork({ recipients });
    const { kind: _1, state: _2, expiresAt: _3, leaseUntil: _4, reportedGone: _5, ...kept } = work;
    const job = jobOfWork(work, 'berlin');
    expect(job).toEqual({ ...kept, pool: 'berlin' });
    const record = { type: 'grantIntent' as const, at: instant(5), grantId: work.grantId, job };
    expect(journalFormat.read(journalFormat.write(record))).toEqual({ kind: 'known', value: record });
  });

  it('is refused when it is leased with what the wire does not allow', () => {
    expect(() => jobOfWork(runnerWork({ grantId: '../../etc' }), 'berlin')).toThrow();
    expect(() => jobOfWork(runnerWork(), 'No Pool')).toThrow();
  });

  it('is told shortened where the journal has more of it than the service takes', () => {
    const times = { startsAt: instant(1), expiresAt: instant(2) };
    const sealed = [long, 'a\u0000b', 'short'].map((box) => ({ deviceId: 'laptop', box }));
    const activated = { kind: 'activated' as const, ...base, ...times, state: {}, evidence: long, sealed };
    expect(reportToSend(activated)).toEqual({
      ...activated,
      evidence: expect.stringMatching(/^x+…$/),
      sealed: [{ deviceId: 'laptop', box: 'short' }],
    });
    expect(reportToSend({ kind: 'activationFailed', ...base, message: long })).not.toBeNull();
  });

  it('is not told where its names are none that the service can have given', () => {
    expect(reportToSend({ kind: 'activationFailed', ...base, requestId: '', message: 'busy' })).toBeNull();
  });
});
