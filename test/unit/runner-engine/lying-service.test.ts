import { afterEach, describe, expect, it } from 'vitest';
import type { CheckWork, Work } from '../../../shared/contract/api-types.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { GrantBook } from '../../../shared/runner/grant-book.ts';
import type { JournalLine } from '../../../shared/formats/journal/journal-line.ts';
import { jobOfWork } from '../../../shared/runner/journal-wire.ts';
import type { RunnerApi } from '../../../shared/ports/runner-api.ts';
import { MemoryJournal } from '../../fakes/memory-journal.ts';
import { RunnerService } from '../../fakes/runner-service.ts';
import { transient } from '../../fakes/target.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

/** Answers every lease with `lie`, whatever was asked for, while it is set. */
class LyingService extends RunnerService {
  lie: (() => readonly (Work | CheckWork)[]) | null = null;
  leases: Parameters<RunnerApi['lease']>[0][] = [];

  constructor() {
    super();
    const honest = this.lease;
    this.lease = (input) => {
      this.leases.push(input);
      return this.lie ? Promise.resolve(this.lie()) : honest(input);
    };
  }
}

describe('a service that lies makes a runner no larger, and what it granted is ended on time', () => {
  let story: RunnerStory;
  let service: LyingService;
  let number = 0;
  afterEach(() => story.stop());

  const begin = async (): Promise<void> => {
    service = new LyingService();
    story = new RunnerStory({ api: service });
    story.target.doesCheck = true;
    await story.start();
    service.offer(runnerWork());
    await story.clock.advance(SECOND_MS);
    story.target.calls.length = 0;
  };
  const signalled = async (times: number): Promise<void> => {
    for (let each = 0; each < times; each += 1) {
      service.offer();
      await story.clock.advance(500);
    }
  };
  const many = <T>(make: (number: number) => T): T[] =>
    Array.from({ length: 116 }, () => make((number += 1)));
  const check = (fence: number): CheckWork => {
    const { provider, entitlement } = runnerWork();
    return { kind: 'check', fence, provider, entitlement: { ...entitlement, id: `thing:${fence}` } };
  };
  const isEnded = async (): Promise<void> => {
    await story.clock.advance(10 * MINUTE_MS);
    expect(story.target.present).not.toContain('grant001');
  };
  const intents = (type: JournalLine['type']): number =>
    story.journal.disk.filter((record) => record.type === type).length;

  it('with checks', async () => {
    await begin();
    let release = (): void => undefined;
    const hangs = new Promise<void>((resolve) => (release = resolve));
    story.target.before = (verb) => (verb === 'check' ? hangs : undefined);
    service.lie = () => many(check);
    await signalled(100);
    service.lie = null;
    await isEnded();
    release();
    await story.clock.advance(MINUTE_MS);
    expect(service.leases.at(-1)).toBeDefined();
    expect(story.target.calls.filter(({ verb }) => verb === 'check').length).toBeLessThanOrEqual(20);
  });

  it('with access to set up', async () => {
    await begin();
    const before = intents('grantIntent');
    let release = (): void => undefined;
    const hangs = new Promise<void>((resolve) => (release = resolve));
    story.target.before = (verb) => (verb === 'grant' ? hangs : undefined);
    service.lie = () => many((n) => runnerWork({ grantId: `lying00${n}`, requestId: `lyingrq${n}` }));
    await signalled(100);
    expect(intents('grantIntent')).toBeGreaterThan(before);
    // Twice the places for what is to be set up.
    expect(intents('grantIntent') - before).toBeLessThanOrEqual(8);
    service.lie = null;
    release();
    await isEnded();
  });

  it('with access to take away that others granted, while what it granted itself is ended when that is ordered', async () => {
    await begin();
    const provider = { ...runnerWork().provider, config: { note: 'x'.repeat(1_500_000) } };
    story.target.willAnswer('revoke', transient('The target is away.'), { times: 100_000 });
    service.lie = () =>
      many((n) => runnerWork({ kind: 'revoke', grantId: `lying00${n}`, requestId: `lyingrq${n}`, provider }));
    await signalled(200);
    expect(intents('revokeIntent')).toBeGreaterThan(10);
    expect(intents('revokeIntent')).toBeLessThanOrEqual(43);
    service.lie = null;
    service.offer(runnerWork({ kind: 'revoke', fence: 2 }));
    await story.clock.advance(10 * SECOND_MS);
    const tried = story.target.calls.filter(
      ({ verb, call }) => verb === 'revoke' && call.grantId === 'grant001',
    );
    expect(tried.length).toBeGreaterThan(0);
  });

  it('with one work that is longer than any', async () => {
    await begin();
    const provider = { ...runnerWork().provider, config: { note: 'x'.repeat(5_000_000) } };
    service.offer(runnerWork({ grantId: 'grant002', requestId: 'request2', provider }));
    await signalled(2);
    expect(intents('grantIntent')).toBe(1);
    await isEnded();
  });

  it('with signals: one that gave more than it was asked for is not asked again at once', async () => {
    await begin();
    service.lie = () => many(check);
    service.leases = [];
    await signalled(60);
    expect(service.leases.length).toBeLessThanOrEqual(8);
  });
});

describe('a lease that could not be read', () => {
  it('is asked for again with less, and with more again once it works', async () => {
    const service = new LyingService();
    const story = new RunnerStory({ api: service });
    await story.start();
    service.isAway = true;
    await story.clock.advance(MINUTE_MS);
    service.isAway = false;
    service.leases = [];
    service.offer(
      ...Array.from({ length: 7 }, (_, at) =>
        runnerWork({ grantId: `grant10${at}`, requestId: `requestx${at}` }),
      ),
    );
    await story.clock.advance(10 * MINUTE_MS);
    expect(service.leases.slice(0, 3).map(({ max }) => max)).toEqual([1, 2, 4]);
    expect(service.reports.filter(({ kind }) => kind === 'activated')).toHaveLength(7);
    await story.stop();
  });
});

describe('the journal of a runner', () => {
  it('grows no longer with each order to revoke the same, and knows the first and the last', async () => {
    const journal = new MemoryJournal<JournalLine>();
    const book = new GrantBook(journal);
    await book.open(instant(0));
    const at = instant(1);
    const work = runnerWork();
    await book.record({
      type: 'grantIntent',
      at,
      grantId: work.grantId,
      job: jobOfWork(work, 'default'),
    });
    for (let fence = 1; fence <= 5_000; fence += 1) {
      const job = jobOfWork({ ...work, fence }, 'default');
      const order = {
        cause: 'ordered' as const,
        dueAt: at,
        message: `order ${fence}`,
        state: null,
        reportedGone: false,
      };
      await book.record({ type: 'revokeIntent', at, grantId: work.grantId, ...order, job });
    }
    expect(journal.disk.length).toBeLessThan(2_100);
    await book.close();
    const again = new GrantBook(journal);
    await again.open(instant(0));
    expect(again.get(work.grantId)).toMatchObject({ job: { fence: 5_000 }, phase: { message: 'order 1' } });
  });
});
