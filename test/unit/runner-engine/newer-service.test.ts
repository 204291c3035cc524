import { afterEach, describe, expect, it } from 'vitest';
import { instant, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { readLease } from '../../../shared/formats/wire/read-lease.ts';
import { claimCleanUp } from '../../../shared/runner/claim-clean-up.ts';
import type { RunnerParts } from '../../../shared/runner/runner-parts.ts';
import { refuse } from '../../../shared/domain/refusal.ts';
import { err } from '../../../shared/lib/result.ts';
import { permanent } from '../../fakes/target.ts';
import { RunnerService } from '../../fakes/runner-service.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

/** Leases what a later version would, as it comes over the wire, beside what is offered. */
class NewerService extends RunnerService {
  /** Leased again and again, as a service does with what nobody takes up. */
  raw: readonly unknown[] = [];

  constructor(log: (line: string) => void) {
    super(log);
    const honest = this.lease;
    this.lease = async (input) => [...readLease([...this.raw]), ...(await honest(input))];
  }
}

describe('a service that is newer than its runner', () => {
  let story: RunnerStory;
  let service: NewerService;
  const begin = async (): Promise<void> => {
    service = new NewerService((line) => void story.lines.push(line));
    story = new RunnerStory({ api: service });
    await story.start();
  };
  const granted = async (): Promise<void> => {
    await begin();
    service.offer(runnerWork());
    await story.clock.advance(SECOND_MS);
    expect(story.target.present).toContain('grant001');
    story.told();
  };
  const order = (changes: object = {}) => ({
    ...runnerWork({ kind: 'revoke', fence: 2 }),
    subject: { id: 'dev@example.com', names: ['Dev'] },
    ...changes,
  });
  afterEach(() => story.stop());

  it('has its known work done beside what is not known, which is said once and told nobody', async () => {
    await begin();
    const unfit = { ...runnerWork({ grantId: 'grant002' }), durationMs: 'until Friday' };
    service.raw = [{ kind: 'rotate', grantId: 'grant003' }, unfit];
    service.offer(runnerWork());
    await story.clock.advance(2 * MINUTE_MS);
    expect(service.reports.map(({ kind, grantId }) => `${kind} ${grantId}`)).toEqual(['activated grant001']);
    expect(story.said).toEqual(
      Array.from({ length: 2 }, () => expect.stringMatching(/^warn: This work is of/)),
    );
    expect(new Set(story.target.calls.map(({ call }) => call.grantId))).toEqual(new Set(['grant001']));
  });

  it('can order an end whose details do not fit, of what the journal knows', async () => {
    await granted();
    service.raw = [order()];
    service.offer();
    await story.clock.advance(5 * SECOND_MS);
    expect(story.target.present).not.toContain('grant001');
    expect(service.reports.at(-1)).toMatchObject({ kind: 'revoked', grantId: 'grant001' });
  });

  it('orders it again, by another lease, and the reports name that one', async () => {
    await granted();
    story.target.willAnswer('revoke', permanent('no right to'), { times: 3 });
    service.raw = [order()];
    service.offer();
    await story.clock.advance(SECOND_MS);
    service.raw = [order({ fence: 5 })];
    service.offer();
    await story.clock.advance(MINUTE_MS);
    expect(story.target.present).not.toContain('grant001');
    expect(service.reports.at(-1)).toMatchObject({ kind: 'revoked', fence: 5 });
  });

  it('orders the end of what this runner does not know: nothing is done, and nothing reported', async () => {
    await granted();
    service.raw = [order({ grantId: 'grant009' })];
    service.offer();
    await story.clock.advance(MINUTE_MS);
    expect(story.said).toEqual([expect.stringMatching(/^warn: This work is of a newer Latchkey/)]);
    expect(service.reports.map(({ kind }) => kind)).toEqual(['activated']);
    expect(story.target.present).toContain('grant001');
  });

  it('is not taken for one that gives more than was asked for', async () => {
    await begin();
    service.raw = Array.from({ length: 8 }, (_, each) => ({ kind: 'rotate', grantId: `grant01${each}` }));
    service.offer(runnerWork());
    await story.clock.advance(SECOND_MS);
    expect(story.said.filter((line) => line.includes('more work than'))).toEqual([]);
    expect(story.target.present).toContain('grant001');
  });

  it('refuses access for a reason that is not known: it is taken away', async () => {
    await begin();
    service.refuseReports('activated', 'unknown');
    service.offer(runnerWork());
    await story.clock.advance(5 * SECOND_MS);
    expect(story.target.present).not.toContain('grant001');
    expect(service.reports.map(({ kind }) => kind)).toEqual(['revoked']);
  });

  it('refuses to hear of an end for a reason that is not known: it is told until it is heard, and nothing else waits', async () => {
    await begin();
    service.refuseReports('revoked', 'unknown');
    service.offer(runnerWork());
    await story.clock.advance(11 * MINUTE_MS);
    expect(story.target.present).not.toContain('grant001');
    expect(story.runner.state()).toMatchObject({ unreported: 1, serviceTrouble: null });
    service.offer(runnerWork({ grantId: 'grant002', requestId: 'request2' }));
    await story.clock.advance(5 * SECOND_MS);
    expect(service.reports.at(-1)).toMatchObject({ kind: 'activated', grantId: 'grant002' });
    service.refuseReports('revoked', null);
    await story.clock.advance(10 * MINUTE_MS);
    expect(
      service.reports.filter(({ kind, grantId }) => kind === 'revoked' && grantId === 'grant001'),
    ).toHaveLength(1);
    expect(story.runner.state().unreported).toBe(0);
  });

  it('refuses to hear of a failure for a reason that is not known: it is told as what it is, again', async () => {
    await begin();
    story.target.willAnswer('grant', permanent('no such role'));
    service.refuseReports('activationFailed', 'unknown');
    service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    expect(service.reports).toEqual([]);
    service.refuseReports('activationFailed', null);
    await story.clock.advance(10 * MINUTE_MS);
    expect(service.reports.map(({ kind }) => kind)).toEqual(['activationFailed']);
  });

  it('that answers for a reason not known whose a grant is has said nothing: it is asked again, at most for as long as it would last', async () => {
    await begin();
    const since = story.clock.now();
    const claimAt = (minutes: number) => {
      const link = {
        call: async () => err({ kind: 'refused', refusal: refuse('unknown', 'asWritten', { text: 'No.' }) }),
      };
      const time = { now: () => instant(since + minutes * MINUTE_MS) };
      const parts = { api: service, link, time } as unknown as RunnerParts;
      return claimCleanUp(
        parts,
        { grantId: 'grant001', job: { ...runnerWork(), pool: 'default' }, since } as never,
        '',
      );
    };
    expect(await claimAt(3)).toBe('askAgain');
    expect(await claimAt(13)).toBe('ours');
  });
});
