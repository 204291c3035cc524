import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/lib/time.ts';
import { readJournalLine, writeJournalLine } from '../../../shared/formats/journal/journal-line.ts';
import { RunnerStory } from '../../support/runner-story.ts';
import { runnerWork } from '../../support/runner-work.ts';

describe('a runner whose wall clock', () => {
  let story: RunnerStory;
  beforeEach(async () => {
    story = new RunnerStory();
    await story.start();
    story.service.offer(runnerWork());
    await story.clock.advance(MINUTE_MS);
    story.told();
  });
  afterEach(() => story.stop());

  const monoToldAfter = async (ms: number): Promise<string[]> => {
    await story.clock.advance(ms);
    return story.told().map((line) => line.replace(/^\S+ /, ''));
  };
  const ENDED = ['revoke grant001: ok', 'verify grant001: gone', 'service hears revoked of grant001'];

  it('jumps ahead over the deadline revokes within half a minute', async () => {
    story.clock.setWall(story.clock.now() + HOUR_MS);
    expect(await monoToldAfter(30 * SECOND_MS)).toEqual(ENDED);
  });

  it('jumps ahead revokes at once when the computer says that it woke up', async () => {
    story.clock.setWall(story.clock.now() + HOUR_MS);
    story.runner.rescan();
    expect(await monoToldAfter(0)).toEqual(ENDED);
  });

  it('jumps ahead, but not over the deadline, revokes earlier by as much and never before', async () => {
    story.clock.setWall(story.clock.now() + 5 * MINUTE_MS);
    expect(await monoToldAfter(4 * MINUTE_MS - 1)).toEqual([]);
    expect(await monoToldAfter(1)).toEqual(ENDED);
  });

  it('goes back by a day makes no grant longer', async () => {
    story.clock.setWall(story.clock.now() - 24 * HOUR_MS);
    expect(await monoToldAfter(9 * MINUTE_MS - 1)).toEqual([]);
    // Two, since the monotonic clock has fractions of a millisecond.
    expect(await monoToldAfter(2)).toEqual(ENDED);
    expect(story.service.reports.at(-1)).toMatchObject({ kind: 'revoked' });
    // What a record with a fraction in its time would not survive: being read again.
    for (const record of story.journal.disk)
      expect(readJournalLine(writeJournalLine(record))).toEqual(record);
  });

  it('goes back grants nothing new, and says so, until it is right again', async () => {
    const right = story.clock.now();
    story.clock.setWall(right - HOUR_MS);
    story.service.offer(runnerWork({ grantId: 'grant002' }));
    expect(await monoToldAfter(SECOND_MS)).toEqual([]);
    expect(story.runner.state().isClockBehind).toBe(true);
    story.clock.setWall(right + SECOND_MS);
    story.service.offer(runnerWork({ grantId: 'grant002' }));
    expect((await monoToldAfter(SECOND_MS))[0]).toBe('grant grant002: ok');
  });

  it('went back while it was not running still ends grants on time and begins nothing', async () => {
    await story.crash();
    story.clock.setWall(story.clock.now() - 24 * HOUR_MS);
    await story.start();
    story.service.offer(runnerWork({ grantId: 'grant002' }));
    expect(await monoToldAfter(SECOND_MS)).toEqual([]);
    expect(await monoToldAfter(9 * MINUTE_MS)).toEqual(ENDED);
  });

  it('went back grants again when a person says that the clock is right, and what it granted before is over', async () => {
    await story.crash({ acceptClock: true });
    story.clock.setWall(story.clock.now() - HOUR_MS);
    await story.start();
    expect(await monoToldAfter(SECOND_MS)).toEqual(ENDED);
    story.service.offer(runnerWork({ grantId: 'grant002' }));
    expect((await monoToldAfter(SECOND_MS))[0]).toBe('grant grant002: ok');
  });
});
