import { describe, expect, test } from 'vitest';
import { logKeysIn, withLatestKey } from '../../../shared/client/latest-log-key.ts';
import type { Identity } from '../../../shared/client/identity.ts';
import { FAKE_IDENTITY } from '../../fakes/fake-api.ts';
import { FoundedLog } from '../../fakes/founded-log.ts';
import { OWNER } from '../../fakes/people-log.ts';

const pinned = (key: string, earlier?: string[]): Identity => ({
  ...FAKE_IDENTITY,
  log: { origin: 'example.com/log', key, ...(earlier && { earlier }) },
});

describe('the key that a log has now', () => {
  test('takes the place of the one that was pinned, which is remembered with those before it', () => {
    expect(withLatestKey(pinned('a'), ['b', 'a'])).toEqual(pinned('b', ['a']));
    expect(withLatestKey(pinned('a'), ['c', 'b', 'a'])).toEqual(pinned('c', ['b', 'a']));
    expect(withLatestKey(pinned('b', ['a']), ['c', 'b', 'a'])).toEqual(pinned('c', ['b', 'a']));
    // Who joined late has nothing from before.
    expect(withLatestKey(pinned('b'), ['c', 'b', 'a'])).toEqual(pinned('c', ['b']));
  });

  test('is the pinned one where the log says nothing else, or does not know that one', () => {
    expect(withLatestKey(pinned('b', ['a']), ['b', 'a'])).toBeNull();
    expect(withLatestKey(pinned('x'), ['b', 'a'])).toBeNull();
    expect(withLatestKey(pinned('a'), [])).toBeNull();
  });

  test('is kept with no more of those before than an identity has room for', () => {
    const keys = Array.from({ length: 300 }, (_, at) => `key ${300 - at}`);
    expect(withLatestKey(pinned('key 1'), keys)?.log).toMatchObject({
      ...{ key: 'key 300', earlier: keys.slice(1, 51) },
    });
  });

  test('is read from the history as it is kept', async () => {
    const log = new FoundedLog();
    log.found(log.founding({ logKey: 'a' }));
    log.publish(OWNER);
    log.rotate(OWNER, { logKey: 'b', follows: 'a' });
    log.rotate(OWNER, { logKey: 'c', follows: 'b' });
    const kept = {
      async *entries() {
        for (const { text, said } of log.leaves) yield { text, said: [...said], leafHash: '' };
        yield { text: null, said: [], leafHash: '' };
      },
    };
    expect(await logKeysIn(kept)).toEqual(['c', 'b', 'a']);
  });
});
