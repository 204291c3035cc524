import { afterEach, describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

describe('the deadline that a target is told', () => {
  let story: RunnerStory;
  afterEach(() => story.stop());

  it('is later than ours by what the manifest says, however long a script may run', async () => {
    story = new RunnerStory();
    story.target.lateExpiryMs = 5 * SECOND_MS;
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(SECOND_MS);
    expect(story.target.calls[0]?.call.deadlineAt).toBe(story.startedAt + 10 * MINUTE_MS + 5 * SECOND_MS);
  });

  it('ends access where setting it up took longer than that', async () => {
    story = new RunnerStory();
    story.target.lateExpiryMs = 5 * SECOND_MS;
    const end = story.startedAt + 10 * MINUTE_MS + 5 * SECOND_MS;
    story.target.extra = { expiresAt: end };
    let answer = (): void => undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    story.target.before = (verb) => (verb === 'grant' ? slow : undefined);
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(8 * SECOND_MS);
    answer();
    await story.clock.advance(SECOND_MS);
    expect(story.service.reports).toMatchObject([{ kind: 'activated', expiresAt: end }]);
  });
});
