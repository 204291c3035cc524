import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../shared/client/create-client.ts';
import { logFollower } from '../../shared/client/log-follower.ts';
import { FakeLog } from '../fakes/fake-log.ts';
import { inWords, saidInEnglish } from '../support/in-words.ts';

let home: string;
let log: FakeLog;
const follower = () => logFollower(home, { log: log.pinned });

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'latchkey-log-'));
  log = new FakeLog();
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function texts(): Promise<(string | null)[]> {
  const kept = await follower().kept();
  if (!kept.ok) throw new Error(saidInEnglish(kept.error.sentence));
  const found: (string | null)[] = [];
  for await (const { text } of kept.value.entries()) found.push(text);
  return found;
}

describe('the verified copy of the log', () => {
  it('grows page by page and can be read without the service', async () => {
    log.append('a', 'b', 'c', 'd', 'e', 'f', 'g');
    expect((await follower().follow(log.source)).ok).toBe(true);
    log.append('h');
    log.texts[7] = null;
    expect((await follower().follow(log.source)).ok).toBe(true);
    expect(await texts()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', null]);
    expect((await stat(join(home, 'log-entries.jsonl'))).mode & 0o077).toBe(0);
  });

  it('has the first texts, too, of a request for which somebody was named later', async () => {
    const of = (version: number, type: string) =>
      JSON.stringify({ stream: 'request/request00001', version, entry: { type } });
    const first = of(1, 'requestSubmitted');
    log.append(first, 'b');
    log.texts[0] = null;
    await follower().follow(log.source);
    log.append(of(2, 'reviewersNamed'));
    const asked: string[] = [];
    const answer = (text: string) => {
      const query = async ({ requestId }: { requestId: string }) => {
        asked.push(requestId);
        return { items: [{ seq: 0, leafHash: 'a'.repeat(64), text }] };
      };
      return { ...log.source, stream: { query } } as unknown as Client['api']['log'];
    };
    // While the service is away for it, nothing is kept; what has another hash than was verified is never read.
    await expect(follower().follow(log.source)).rejects.toThrow();
    await follower().follow(answer(first.replace('request00001', 'request00002')));
    expect(await texts()).toEqual([null, 'b', of(2, 'reviewersNamed')]);
    log.append(of(3, 'reviewersNamed'));
    await follower().follow(answer(first));
    expect(await texts()).toEqual([first, 'b', of(2, 'reviewersNamed'), of(3, 'reviewersNamed')]);
    expect(asked).toEqual(['request00001', 'request00001']);
  });

  it('of an empty log is empty', async () => {
    expect((await follower().follow(log.source)).ok).toBe(true);
    expect(await texts()).toEqual([]);
  });

  it.each([
    ['a rewritten past', (fake: FakeLog) => fake.rewrite('a', 'X', 'c', 'd', 'e')],
    ['a shorter past', (fake: FakeLog) => fake.rewrite('a', 'b')],
    ['a changed text', (fake: FakeLog) => (fake.append('d'), void (fake.texts[3] = 'D'))],
    ['a withheld entry', (fake: FakeLog) => (fake.append('d'), void fake.texts.pop())],
  ])('raises an alarm for %s, keeps the evidence and does not move on', async (_what, change) => {
    log.append('a', 'b', 'c');
    await follower().follow(log.source);
    change(log);
    const followed = await follower().follow(log.source);
    expect(followed.ok).toBe(false);
    const evidence = JSON.parse(await readFile(join(home, 'log-alarm.json'), 'utf8'));
    expect(evidence.evidence).toMatchObject({ trustedSize: 3, trustedNote: expect.any(String) });
    const calls = log.calls;
    expect((await follower().follow(log.source)).ok).toBe(false);
    expect((await follower().kept()).ok).toBe(false);
    expect(log.calls).toBe(calls);
  });

  it('ignores what an interrupted fetch left behind', async () => {
    log.append('a', 'b');
    await follower().follow(log.source);
    await appendFile(join(home, 'log-entries.jsonl'), '{"leafHash":"00');
    expect(await texts()).toEqual(['a', 'b']);
    log.append('c');
    await follower().follow(log.source);
    expect(await texts()).toEqual(['a', 'b', 'c']);
  });

  it('is fetched again when it was damaged, and must still continue what was verified', async () => {
    log.append('a', 'b', 'c');
    await follower().follow(log.source);
    await writeFile(join(home, 'log-entries.jsonl'), 'garbage\n');
    expect((await follower().kept()).ok).toBe(false);
    log.append('d');
    await follower().follow(log.source);
    expect(await texts()).toEqual(['a', 'b', 'c', 'd']);

    await writeFile(join(home, 'log-entries.jsonl'), 'garbage\n');
    log.rewrite('a', 'b', 'X', 'd', 'e');
    expect((await follower().follow(log.source)).ok).toBe(false);
  });

  it('is whole when several bring it up to date at once, each for itself', async () => {
    log.append(...Array.from({ length: 60 }, (_, index) => `entry ${index}`));
    const followed = await Promise.all([1, 2, 3].map(() => follower().follow(log.source)));
    expect(followed.map(({ ok }) => ok)).toEqual([true, true, true]);
    for (const each of followed) {
      let count = 0;
      if (each.ok)
        for await (const { text } of each.value.entries()) count += text === `entry ${count}` ? 1 : 0;
      expect(count).toBe(60);
    }
    expect(await texts()).toEqual(log.texts);
  });

  it.each([
    ['is shorter', (text: string) => text.slice(0, text.indexOf('\n') + 1)],
    ['is gone', () => ''],
    ['has other entries', (text: string) => text.replace('"a"', '"A"')],
  ])('throws when a file that was whole %s by the time it is read', async (_what, change) => {
    log.append('a', 'b', 'c');
    const followed = await follower().follow(log.source);
    const path = join(home, 'log-entries.jsonl');
    await writeFile(path, change(await readFile(path, 'utf8')));
    const reading = (async () => {
      if (followed.ok) for await (const { text } of followed.value.entries()) void text;
    })();
    await expect(reading).rejects.toThrow('changed while they were read');
  });

  it('raises an alarm when it was damaged, and the log shortened meanwhile', async () => {
    log.append('a', 'b', 'c');
    await follower().follow(log.source);
    await writeFile(join(home, 'log-entries.jsonl'), 'garbage\n');
    log.rewrite('a', 'b');
    expect(await follower().follow(log.source)).toMatchObject({
      ok: false,
      error: { kind: 'alarm', sentence: inWords('The log had 3 entries and now says that it has 2.') },
    });
    expect(JSON.parse(await readFile(join(home, 'log-alarm.json'), 'utf8')).kind).toBe('shrunk');
  });

  it('is not believed with another key than the pinned one', async () => {
    log.append('a');
    await follower().follow(log.source);
    const other = new FakeLog();
    other.append('a', 'b');
    expect((await follower().follow(other.source)).ok).toBe(false);
  });
});
