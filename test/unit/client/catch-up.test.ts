import { expect, test } from 'vitest';
import { catchUp } from '../../../shared/client/catch-up.ts';
import { logIdentity } from '../../../shared/client/log-identity.ts';
import { nothingTrusted } from '../../../shared/log/log-watch.ts';
import { asWritten } from '../../../shared/words/told.ts';
import { FakeLog } from '../../fakes/fake-log.ts';

const noRoom = { told: asWritten('No room.'), neededBytes: 2, reserveBytes: 1 };

/** A log of several pages, of which the second is not taken in for one reason or another. */
interface Story {
  readonly change?: (log: FakeLog) => void;
  /** To whoever asks for the page that begins with this entry. */
  readonly isAway?: (from: number) => boolean;
  readonly hasRoom?: (fetched: number) => boolean;
}

const STORIES: readonly (readonly [string, Story, string])[] = [
  ['an alarm', { change: (log) => (log.texts[4] = 'garbage') }, '"kind":"alarm"'],
  ['that there is no room', { hasRoom: (fetched) => fetched < 3 }, '"kind":"noRoom"'],
  ['that the service is away', { isAway: (from) => from >= 3 }, 'Error: away'],
];

test.each(STORIES)('whoever is told %s writes nothing any more by then', async (_what, story, told) => {
  const log = new FakeLog();
  log.append(...Array.from('abcdefghij'));
  story.change?.(log);
  const order: string[] = [];
  let isWritten: () => void = () => undefined;
  const { checkpoint, consistency, entries } = log.source;
  const query: typeof entries.query = (range) => {
    // The first page is being written by then. Whatever answers without waiting for that does so before this turn is over.
    if (range.from > 0) setImmediate(() => isWritten());
    if (story.isAway?.(range.from)) throw new Error('away');
    return entries.query(range);
  };
  const caughtUp = catchUp({
    log: logIdentity({ log: log.pinned }),
    source: { checkpoint, consistency, entries: { query } },
    trusted: nothingTrusted(),
    room: {
      check: (_items, { fetched }) => Promise.resolve(story.hasRoom?.(fetched) === false ? noRoom : null),
    },
    take: async () => {
      order.push('writes');
      await new Promise<void>((resolve) => (isWritten = resolve));
      order.push('written');
    },
  }).catch(String);
  const answer = await caughtUp;
  order.push('told');
  expect(JSON.stringify(answer)).toContain(told);
  expect(order).toEqual(['writes', 'written', 'told']);
});
