import { describe, expect, it } from 'vitest';
import type { LogItem } from '../../../shared/contract/api-types.ts';
import { logRoom } from '../../../shared/client/log-room.ts';
import { saidInEnglish } from '../../support/in-words.ts';

const MB = 1_000_000;

/** Pages of one entry of `bytes` each, until there is no room: how many were let through, or 100 and null. */
async function fetch(
  disk: { freeBytes: number; totalBytes: number },
  { bytes, entries }: { bytes: number; entries: number },
) {
  let free = disk.freeBytes;
  const room = logRoom(async () => ({ ...disk, freeBytes: free }), 4);
  let noRoom = await room.check([], { fetched: 0, size: entries });
  const item = { seq: 0, leafHash: '', text: 'x'.repeat(bytes - 75), said: [] } satisfies LogItem;
  for (let fetched = 0; noRoom === null && fetched < entries; fetched += 1) {
    noRoom = await room.check([item], { fetched, size: entries });
    if (noRoom) return { fetched, free, sentence: saidInEnglish(noRoom.told) };
    if (disk.totalBytes > 0) free -= 4 * bytes;
  }
  return { fetched: noRoom ? 0 : entries, free, sentence: noRoom && saidInEnglish(noRoom.told) };
}

describe('the room for a log', () => {
  it('is there for a little on a small disk that is almost full', async () => {
    const little = { bytes: 675, entries: 1 };
    expect(await fetch({ freeBytes: 2.1 * MB, totalBytes: 40 * MB }, little)).toMatchObject({
      sentence: null,
    });
    // But for what is left of the reserve then: more would be nothing.
    expect(await fetch({ freeBytes: 0.3 * MB, totalBytes: 40 * MB }, little)).toMatchObject({ fetched: 0 });
  });

  it('is not there for much, however small the entries are', async () => {
    const much = await fetch({ freeBytes: 2.1 * MB, totalBytes: 40 * MB }, { bytes: 1_000, entries: 1_000 });
    expect(much.sentence).toContain('2.1 MB are free, of which 4 MB are left alone');
    expect(much.free).toBeGreaterThan(2 * MB);
  });

  it('is there on a file system that does not say how large it is', async () => {
    const unknown = { freeBytes: 0, totalBytes: 0 };
    expect(await fetch(unknown, { bytes: 1_000, entries: 50 })).toMatchObject({ sentence: null });
    expect(await fetch(unknown, { bytes: 10 * MB, entries: 10 })).toMatchObject({ sentence: null });
  });

  it('has an end there, too', async () => {
    const endless = await fetch({ freeBytes: 0, totalBytes: 0 }, { bytes: 10 * MB, entries: 1_000 });
    expect(endless.fetched).toBeGreaterThan(20);
    expect(endless.fetched).toBeLessThan(30);
    expect(endless.sentence).toContain('does not say what is free, and takes at most 1 GB at once');
  });
});
