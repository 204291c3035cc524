import { expect, test } from 'vitest';
import { openPatiently } from '../../../main/store/open-patiently.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

function desk(open: (attempt: number) => Promise<string>) {
  const clock = new ManualClock();
  const stopping = new AbortController();
  const seen = { opened: 0, troubles: [] as string[], tryNow: () => undefined as void };
  const opened = () =>
    openPatiently(() => open((seen.opened += 1)), {
      clock,
      signal: stopping.signal,
      onTrouble: (fault, tryNow) => {
        seen.troubles.push(String(fault));
        seen.tryNow = tryNow;
      },
    });
  return { clock, stop: () => stopping.abort(), seen, opened };
}

const fail = (): Promise<string> => Promise.reject(new Error('EMFILE'));

test('what cannot be opened is tried again after a while, and each fault is told', async () => {
  const { clock, seen, opened } = desk((attempt) => (attempt < 3 ? fail() : Promise.resolve('open')));
  const opening = opened();
  await clock.advance(0);
  expect(seen.opened).toBe(1);
  await clock.advance(60_000);
  expect(await opening).toBe('open');
  expect(seen.troubles).toEqual(['Error: EMFILE', 'Error: EMFILE']);
});

test('it is tried at once for whoever is told of the fault and asks for it', async () => {
  const { clock, seen, opened } = desk((attempt) => (attempt < 2 ? fail() : Promise.resolve('open')));
  const opening = opened();
  await clock.advance(0);
  seen.tryNow();
  expect(await opening).toBe('open');
});

test('it is given up at once while it waits for the next try', async () => {
  const { clock, stop, seen, opened } = desk(fail);
  const opening = opened();
  await clock.advance(0);
  stop();
  expect(await opening).toBeNull();
  expect(clock.sleeping).toBe(0);
  await clock.advance(60_000);
  expect(seen.opened).toBe(1);
});

test('it is given up at once while it is being opened, and nobody is told what becomes of that', async () => {
  let end: (fault: Error) => void = () => undefined;
  const { clock, stop, seen, opened } = desk(() => new Promise((_open, reject) => (end = reject)));
  const opening = opened();
  stop();
  expect(await opening).toBeNull();
  end(new Error('EMFILE'));
  await clock.advance(60_000);
  expect(seen).toMatchObject({ opened: 1, troubles: [] });
  expect(clock.sleeping).toBe(0);
});

test('nothing is opened for somebody who has gone before', async () => {
  const { stop, seen, opened } = desk(fail);
  stop();
  expect(await opened()).toBeNull();
  expect(seen.opened).toBe(0);
});

test('what opens only after it was given up is not handed out', async () => {
  const { stop, opened } = desk(async () => {
    stop();
    return 'open';
  });
  expect(await opened()).toBeNull();
});
