import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../shared/lib/time.ts';
import { transient } from '../../fakes/target.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

// A runner that was killed while it set up access, and comes back after its lease has ended.

let story: RunnerStory;
beforeEach(async () => {
  story = new RunnerStory();
  await story.start();
  story.target.willAnswer('grant', transient('the connection was lost'), { effect: true });
  story.service.offer(runnerWork());
  await story.clock.advance(0);
  await story.crash();
  await story.clock.advance(5 * MINUTE_MS);
  story.told();
});
afterEach(() => story.stop());

describe('a runner that comes back to what it had begun long ago', () => {
  it('leaves it alone when another runner has it now, until it would have ended', async () => {
    story.service.refuseReports('revocationFailed', 'takenOver');
    await story.start();
    await story.clock.advance(5 * MINUTE_MS);
    expect(story.told()).toEqual([
      expect.stringContaining('service hears revocationFailed of grant001 and refuses: takenOver'),
    ]);
    expect(story.target.present.has('grant001')).toBe(true);
    await story.clock.advance(MINUTE_MS);
    expect(story.target.present.has('grant001')).toBe(false);
    expect(story.runner.state().grants).toEqual([]);
  });

  it('takes away what may be there when it is still its own, and says that it failed', async () => {
    await story.start();
    await story.clock.advance(MINUTE_MS);
    expect(story.told().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      'service hears revocationFailed of grant001',
      'revoke grant001: ok',
      'verify grant001: gone',
      'service hears activationFailed of grant001',
    ]);
  });

  it('waits for the service to say so, at most until the access would have ended', async () => {
    story.service.isAway = true;
    await story.start();
    await story.clock.advance(3 * MINUTE_MS);
    expect(story.told()).toEqual([]);
    await story.clock.advance(5 * MINUTE_MS);
    expect(story.told().map((line) => line.slice(line.indexOf(' ') + 1))).toEqual([
      'revoke grant001: ok',
      'verify grant001: gone',
    ]);
    story.service.isAway = false;
    await story.clock.advance(MINUTE_MS);
    expect(story.told()).toEqual([expect.stringContaining('service hears activationFailed of grant001')]);
  });
});
