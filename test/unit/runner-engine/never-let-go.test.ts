import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report, Work } from '../../../shared/contract/api-types.ts';
import { REFUSAL_CODES } from '../../../shared/domain/refusal.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { transient } from '../../fakes/target.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

// What a runner set up is ended by it and verified gone, by its deadline at the latest, whatever the service says.

const KINDS: readonly Report['kind'][] = ['activated', 'activationFailed', 'revocationFailed', 'revoked'];

let story: RunnerStory;
beforeEach(async () => {
  story = new RunnerStory();
  await story.start();
});
afterEach(() => story.stop());

const isThere = (): boolean => story.target.present.has('grant001');
const toldWithout = (): string[] => story.told().map((line) => line.slice(line.indexOf(' ') + 1));
const ENDED = ['revoke grant001: ok', 'verify grant001: gone'];

describe('access that works', () => {
  it.each(REFUSAL_CODES)(
    'is gone at its deadline where the service answers %s to everything',
    async (code) => {
      for (const kind of KINDS) story.service.refuseReports(kind, code);
      story.service.offer(runnerWork());
      await story.clock.advance(10 * MINUTE_MS);
      const told = toldWithout();
      expect(told).toEqual(expect.arrayContaining(['verify grant001: there', ...ENDED]));
      expect(isThere()).toBe(false);
    },
  );

  it('stays until its deadline where another runner is said to have it, with what it is for kept over a restart', async () => {
    story.service.refuseReports('activated', 'takenOver');
    story.service.refuseReports('revoked', 'takenOver');
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    await story.crash();
    await story.start();
    await story.clock.advance(8 * MINUTE_MS - SECOND_MS);
    expect(isThere()).toBe(true);
    expect(toldWithout().filter((line) => line.startsWith('service'))).toEqual([
      'service hears activated of grant001 and refuses: takenOver',
    ]);
    await story.clock.advance(SECOND_MS);
    expect(toldWithout()).toEqual([...ENDED, 'service hears revoked of grant001 and refuses: takenOver']);
    expect(story.runner.state()).toMatchObject({ grants: [], unreported: 0 });
    expect(story.said).toContain(
      'warn: Another runner is said to have this grant. What was set up here ends at its own deadline all the same.',
    );
  });

  it('ends at once where the service orders it after it said that another runner has it', async () => {
    story.service.refuseReports('activated', 'takenOver');
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    story.service.offer(runnerWork({ kind: 'revoke', fence: 3 }));
    await story.clock.advance(0);
    expect(isThere()).toBe(false);
  });
});

describe('access that may be there after an interruption', () => {
  const interrupted = async (): Promise<void> => {
    story.target.willAnswer('grant', transient('the connection was lost'), { effect: true });
    story.service.offer(runnerWork());
    await story.clock.advance(0);
    await story.crash();
    await story.clock.advance(2 * MINUTE_MS);
    story.told();
  };

  it.each(REFUSAL_CODES)('is gone where the service answers %s to everything', async (code) => {
    for (const kind of KINDS) story.service.refuseReports(kind, code);
    await interrupted();
    await story.start();
    await story.clock.advance(10 * MINUTE_MS);
    expect(toldWithout()).toEqual(expect.arrayContaining(ENDED));
    expect(isThere()).toBe(false);
  });

  it('is left alone where another runner is said to have it, until it would have ended, also over a restart', async () => {
    for (const kind of KINDS) story.service.refuseReports(kind, 'takenOver');
    await interrupted();
    await story.start();
    await story.clock.advance(4 * MINUTE_MS);
    expect(isThere()).toBe(true);
    // It counts as what it may be, and takes no place of what is to be set up.
    expect(story.runner.state().grants).toMatchObject([{ kind: 'active', isOverdue: false }]);
    await story.crash();
    await story.start();
    // Begun at 0; two minutes to set it up, ten of access.
    await story.clock.advance(12 * MINUTE_MS - (story.clock.now() - story.startedAt) - 1);
    expect(isThere()).toBe(true);
    expect(story.told()).toEqual([expect.stringContaining('revocationFailed')]);
    await story.clock.advance(1);
    expect(toldWithout().slice(0, 2)).toEqual(ENDED);
    await story.clock.advance(MINUTE_MS);
    expect(story.runner.state()).toMatchObject({ grants: [], unreported: 0 });
  });

  it('ends at once where the service orders it after it said that another runner has it', async () => {
    story.service.refuseReports('revocationFailed', 'takenOver');
    await interrupted();
    await story.start();
    await story.clock.advance(2 * MINUTE_MS);
    expect(isThere()).toBe(true);
    story.service.offer(runnerWork({ kind: 'revoke', fence: 3 }));
    await story.clock.advance(0);
    expect(isThere()).toBe(false);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'activationFailed', fence: 3 });
  });
});

describe('an order that says another way to the target of what is being ended', () => {
  const provider = runnerWork().provider;
  const NEWER = 'a'.repeat(64);
  const ELSEWHERE = { ...provider, config: { host: 'elsewhere' } };
  const order = (changes: Partial<Work['provider']>): Work =>
    runnerWork({ kind: 'revoke', fence: 2, provider: { ...provider, ...changes } });
  const hosts = (): unknown[] =>
    story.target.calls.filter(({ verb }) => verb === 'revoke').map(({ call }) => call.config);
  const beingEnded = async (failures: number): Promise<void> => {
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    story.target.willAnswer('revoke', transient('it is away'), { times: failures });
    story.service.offer(runnerWork({ kind: 'revoke' }));
    await story.clock.advance(0);
  };

  it.each([
    ['another config', ELSEWHERE],
    ['another provider', { ...provider, use: 'other' }],
  ])('is not believed before it is stuck: %s', async (_what, changes) => {
    await beingEnded(3);
    story.service.offer(order(changes));
    await story.clock.advance(MINUTE_MS);
    expect(hosts()).toEqual([{}, {}, {}, {}]);
    expect(story.target.opened.map(({ use }) => use)).not.toContain('other');
    expect(isThere()).toBe(false);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked', fence: 2 });
  });

  it('is taken up once it is stuck', async () => {
    await beingEnded(20);
    await story.clock.advance(2 * MINUTE_MS);
    story.service.offer(order(ELSEWHERE));
    await story.clock.advance(MINUTE_MS);
    expect(hosts().at(-1)).toEqual({ host: 'elsewhere' });
  });

  it('brings newer files at once, and takes none away', async () => {
    await beingEnded(4);
    story.service.offer(order({ digest: NEWER }));
    await story.clock.advance(SECOND_MS);
    story.service.offer({ ...order({ digest: null }), fence: 3 });
    await story.clock.advance(MINUTE_MS);
    expect(story.target.opened.at(-1)).toMatchObject({ digest: NEWER });
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked', fence: 3 });
  });
});
