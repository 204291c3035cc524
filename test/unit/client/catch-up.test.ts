import { expect, test } from 'vitest';
import { catchUp, type CatchUpOptions } from '../../../shared/client/catch-up.ts';
import { logIdentity } from '../../../shared/client/log-identity.ts';
import { nothingTrusted } from '../../../shared/log/log-watch.ts';
import { FakeLog } from '../../fakes/fake-log.ts';

const noRoom = { sentence: 'No room.', neededBytes: 2, reserveBytes: 1 };

type Source = CatchUpOptions['source'];

/** A log of several pages, of which the second is not taken in for one reason or another. */
interface Story {
  readonly change?: (log: FakeLog) => void;
  /** What is answered to whoever asks for the page that begins with this entry. */
  readonly entries?: (from: number, source: Source) => ReturnType<Source['entries']['query']>;
  readonly hasRoom?: (fetched: number) => boolean;
}

const STORIES: readonly (readonly [string, Story, unknown])[] = [
  ['an alarm', { change: (log) => (log.texts[4] = 'garbage') }, { ok: false, error: { kind: 'alarm' } }],
  ['that there is no room', { hasRoom: (fetched) => fetched < 3 }, { ok: false, error: { kind: 'noRoom' } }],
  [
    'that the service is away',
    {
      entries: (from, source) =>
        from < 3 ? source.entries.query({ from, limit: 3 }) : Promise.reject(new Error('away')),
    },
    'Error: away',
  ],
];

test.each(STORIES)('whoever is told %s writes nothing any more by then', async (_what, story, told) => {
  const log = new FakeLog();
  log.append(...Array.from('abcdefghij'));
  story.change?.(log);
  const order: string[] = [];
  let isWritten: () => void = () => undefined;
  const { checkpoint, consistency, entries } = log.source;
  const caughtUp = catchUp({
    log: logIdentity({ log: log.pinned }),
    source: {
      checkpoint,
      consistency,
      entries: {
        query: (range) => {
          // The first page is being written by then. Whatever answers without waiting for that does so before this turn is over.
          if (range.from > 0) setImmediate(() => isWritten());
          return story.entries?.(range.from, log.source) ?? entries.query(range);
        },
      },
    },
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
  expect(answer).toMatchObject(typeof told === 'string' ? {} : (told as object));
  if (typeof told === 'string') expect(answer).toBe(told);
  expect(order).toEqual(['writes', 'written', 'told']);
});
