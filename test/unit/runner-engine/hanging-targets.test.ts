import { afterEach, describe, expect, it } from 'vitest';
import type { Work } from '../../../shared/contract/api-types.ts';
import { durationMs, instant, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { transient } from '../../fakes/target.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

/** So long does a script hang before it is ended. */
const TIMEOUT_MS = durationMs(30 * SECOND_MS);
const PLACES = 8;

let story: RunnerStory;
/** The grants whose revocation hangs now, and how many did at the same time at most. */
let hanging: string[];
let most: number;
/** When a revocation was first tried, in seconds since the start. */
let tried: Map<string, number>;
afterEach(() => story.stop());

const begin = async (): Promise<void> => {
  story = new RunnerStory({ maxParallel: PLACES });
  [hanging, most, tried] = [[], 0, new Map()];
  await story.start();
};

/** From now on revocations of what `hangs` names hang, and fail then; others take `elseMs`. */
const hang = (hangs: (grantId: string) => boolean, elseMs = 0): void => {
  story.target.before = async (verb, grantId) => {
    if (verb !== 'revoke') return;
    if (!tried.has(grantId)) tried.set(grantId, (story.clock.now() - story.startedAt) / SECOND_MS);
    if (!hangs(grantId)) return elseMs > 0 ? story.clock.sleep(durationMs(elseMs)) : undefined;
    hanging.push(grantId);
    most = Math.max(most, hanging.length);
    await story.clock.sleep(TIMEOUT_MS);
    hanging.splice(hanging.indexOf(grantId), 1);
    story.target.willAnswer('revoke', transient('It did not answer.'));
  };
};

const work = (target: string, number: number, changes: Partial<Work> = {}): Work =>
  runnerWork({
    grantId: `${target}x${String(number).padStart(3, '0')}`,
    requestId: `request${target}n${number}`,
    provider: { ...runnerWork().provider, id: target },
    ...changes,
  });
const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `bad${at}`);
const isBad = (grantId: string): boolean => grantId.startsWith('bad');

/** Sets up `each` at every target, one each at a time, so that what is due takes turns. */
const setUp = async (targets: readonly string[], each: number): Promise<void> => {
  for (let number = 0; number < each; number += 1) {
    story.service.offer(...targets.map((target) => work(target, number)));
    await story.clock.advance(200);
  }
};

describe('what is due at a target that answers', () => {
  it.each([2, 4, 20])(
    'is tried within three seconds while %i others hang with all that is due there',
    async (count) => {
      await begin();
      hang(isBad);
      await setUp(names(count), 20);
      // Due while nobody knows yet that the others hang, and when it is known.
      for (const number of [0, 1, 2]) {
        story.service.offer(work('good', number));
        await story.clock.advance(MINUTE_MS);
      }
      await story.clock.advance(10 * MINUTE_MS);
      for (const number of [0, 1, 2]) {
        const dueAt = 0.2 * 20 + number * 60 + 600;
        expect(tried.get(`goodx00${number}`)).toBeGreaterThanOrEqual(dueAt);
        expect(tried.get(`goodx00${number}`)).toBeLessThanOrEqual(dueAt + 3);
      }
      expect(story.target.present).not.toContain('goodx002');
      expect(most).toBeLessThanOrEqual(4 * PLACES);
    },
  );

  it('takes turns with one that has much more to end, and was due earlier', async () => {
    await begin();
    hang(() => false, 900);
    await setUp(['much'], 60);
    story.service.offer(work('good', 0));
    await story.clock.advance(SECOND_MS);
    // All are overdue at once, as after a sleep of the computer.
    story.clock.setWall(story.clock.now() + 20 * MINUTE_MS);
    story.runner.rescan();
    await story.clock.advance(MINUTE_MS);
    const order = [...tried.keys()];
    expect(order).toHaveLength(61);
    expect(order.indexOf('goodx000')).toBeLessThan(2);
  });

  it('is not held up by revocations of what others granted, at as many targets as a lying service makes up', async () => {
    await begin();
    story.service.offer(work('good', 0));
    await story.clock.advance(10 * MINUTE_MS - 20 * SECOND_MS);
    hang(isBad);
    const revoke = { kind: 'revoke', expiresAt: instant(1) } as const;
    for (let batch = 0; batch < 10; batch += 1) {
      const made = names(30).map((name) => work(`${name}${batch}`, 0, revoke));
      story.service.offer(...made);
      await story.clock.advance(SECOND_MS);
    }
    expect(most).toBe(3 * PLACES);
    await story.clock.advance(MINUTE_MS);
    expect(tried.get('goodx000')).toBe(600);
  });
});

describe('a target that hangs', () => {
  it('has two tries at a time once it is known, and half of the places with all others that do', async () => {
    await begin();
    hang(isBad);
    await setUp(names(3), 20);
    await story.clock.advance(10 * MINUTE_MS + 35 * SECOND_MS);
    most = 0;
    const mostAtOne: number[] = [];
    for (let second = 0; second < 120; second += 1) {
      await story.clock.advance(SECOND_MS);
      for (const name of names(3))
        mostAtOne.push(hanging.filter((grantId) => grantId.startsWith(name)).length);
    }
    expect(Math.max(...mostAtOne)).toBe(2);
    expect(most).toBe(PLACES / 2);
    // All of them are tried: they take turns.
    for (const name of names(3)) expect([...tried.keys()].some((id) => id.startsWith(name))).toBe(true);
  });

  it('is tried with all that is due as soon as it answers again', async () => {
    await begin();
    hang(isBad);
    await setUp(['bad0', 'other'], 20);
    await story.clock.advance(12 * MINUTE_MS);
    expect([...story.target.present].filter(isBad)).toHaveLength(20);
    hang(() => false, 500);
    // What hangs still does so to its end, and the first pauses after failures go on.
    await story.clock.advance(TIMEOUT_MS + 10 * SECOND_MS);
    expect([...story.target.present].filter(isBad).length).toBeLessThanOrEqual(2);
  });

  it('only with one grant ends all others on time', async () => {
    await begin();
    hang((grantId) => grantId === 'thingx000');
    story.service.offer(work('thing', 0));
    for (let number = 1; number < 20; number += 1) {
      await story.clock.advance(7 * SECOND_MS);
      story.service.offer(work('thing', number));
    }
    await story.clock.advance(15 * MINUTE_MS);
    for (let number = 1; number < 20; number += 1) {
      const late = (tried.get(`thingx${String(number).padStart(3, '0')}`) ?? Infinity) - 600 - 7 * number;
      expect(late).toBeLessThan(0.1);
    }
  });
});
