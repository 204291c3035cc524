import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadIdentity } from '../../shared/client/identity-file.ts';
import { newRecoveryWords } from '../../shared/system/key-words.ts';
import { until } from '../fakes/until.ts';
import { startCliWorld } from './cli-world.ts';

const OWNER = 'owner@example.com';

let world: Awaited<ReturnType<typeof startCliWorld>>;
beforeEach(async () => {
  world = await startCliWorld();
});
afterEach(() => world.stop());

/** Another recovery key, made on a device of this person. */
const newKey = async (person = 'owner'): Promise<string> =>
  (await world.json<{ recoveryWords: string }>(person, ['recovery-key'])).recoveryWords;
/** `latchkey recover` on a new device, with these words on standard input. */
const recover = (device: string, words: string, ...more: readonly string[]) =>
  world.run(device, ['recover', world.service.url, '--as', OWNER, ...more], {
    piped: { read: () => Promise.resolve(words) },
  });
const NO_SUCH_KEY = { status: 3, note: expect.stringContaining('do not sign anybody in here') };

describe('latchkey recover', () => {
  it('signs one device of an owner in, who acts as one from then on', async () => {
    const words = await newKey();
    const back = await recover('back', `  ${words.toUpperCase()}\n`);
    expect(back).toMatchObject({
      ...{ status: 0, out: '', note: expect.stringContaining(`as Owner Example <${OWNER}>`) },
    });
    expect(back.note).toMatch(/It is known by: (\w+ ){7}\w+\n$/);
    expect(back.note).not.toContain(words);
    expect(await world.run('back', ['invite', 'dev@example.com'])).toMatchObject({ status: 0 });
    // The devices that were there stay.
    const devices = await world.json<{ isThis: boolean; recovered?: true }[]>('back', ['devices']);
    expect(devices.map(({ isThis, recovered }) => [isThis, recovered])).toEqual([
      [true, true],
      [false, undefined],
    ]);
    expect((await world.run('owner', ['devices'])).out.match(/by recovery key/g)).toHaveLength(1);
    expect((await world.run('back', ['history'])).out).toContain('came back with the recovery key');
  });

  it('pins the key with which the organisation was founded, and takes over the one that its log has since', async () => {
    const words = await newKey();
    const { logKey } = await world.json<{ logKey: string }>('owner', ['rotate-log-key', '--yes']);
    const first = await world.run('back', ['whoami']);
    expect(first.status).toBe(2);
    expect(await recover('back', words)).toMatchObject({ status: 0 });
    const identity = async () => {
      const kept = await loadIdentity(world.home('back'));
      return kept.ok ? kept.value.log : null;
    };
    expect((await identity())?.key).not.toBe(logKey);
    expect((await world.run('back', ['catalog'])).status).toBe(0);
    expect((await identity())?.key).toBe(logKey);
  });

  it('says it in one JSON document, without the words', async () => {
    const words = await newKey();
    const back = await recover('back', words, '--json');
    expect(back).toMatchObject({ status: 0, note: '' });
    expect(JSON.parse(back.out)).toMatchObject({
      ...{ member: { id: OWNER, kind: 'person' }, organisation: 'Example', url: world.service.url },
      ...{ deviceId: expect.any(String), fingerprint: expect.stringMatching(/^(\w+ ){7}\w+$/) },
    });
    expect(back.out).not.toContain(words);
  });

  it('signs nobody in with words that are those of another key, or of none', async () => {
    await newKey();
    expect(await recover('back', newRecoveryWords())).toMatchObject(NO_SUCH_KEY);
    for (const none of ['', 'correct horse battery staple', `${'zoo '.repeat(11)}zoo`, 'x'.repeat(10_000)])
      expect(await recover('back', none)).toMatchObject({
        ...{ status: 2, note: expect.stringContaining('not the words of a recovery key') },
      });
    expect(await world.run('back', ['devices'])).toMatchObject({ status: 2 });
  });

  it('signs nobody in with the words of before, once an owner has made others', async () => {
    const before = await newKey();
    const now = await newKey();
    expect(await recover('back', before)).toMatchObject(NO_SUCH_KEY);
    expect(await recover('back', now)).toMatchObject({ status: 0 });
  });

  it('signs in one device, and no second one', async () => {
    const words = await newKey();
    expect(await recover('back', words)).toMatchObject({ status: 0 });
    expect(await recover('second', words)).toMatchObject(NO_SUCH_KEY);
    expect(await recover('back', words)).toMatchObject({
      ...{ status: 3, note: expect.stringContaining('has joined') },
    });
  });

  it('once more after its answer was lost ends as the first would have', async () => {
    const words = await newKey();
    const args = ['recover', world.service.url, '--as', OWNER, '--json'];
    const piped = { read: () => Promise.resolve(words) };
    const written = () => Promise.resolve({ kind: 'closed', message: 'nobody reads it' } as const);
    const first = await world.run('back', args, { piped, written });
    expect((await world.run('back', args, { piped })).out).toBe(first.out);
    await rm(world.home('back'), { recursive: true });
    await mkdir(world.home('back'));
    expect(await recover('back', words)).toMatchObject(NO_SUCH_KEY);
  });

  it.each(['dev@example.com', 'nobody@example.com'])('signs in nobody who is no owner: %s', async (id) => {
    const words = await newKey();
    const piped = { read: () => Promise.resolve(words) };
    const ran = await world.run('back', ['recover', world.service.url, '--as', id], { piped });
    expect(ran.status).toBe(3);
    expect(await world.run('back', ['devices'])).toMatchObject({ status: 2 });
    // It is not used by that, and nothing is left of it.
    expect(existsSync(join(world.home('back'), 'joining.json'))).toBe(false);
    expect(await recover('back', words)).toMatchObject({ status: 0 });
  });

  it('wants to be told whom, and the words where nobody can be asked', async () => {
    expect(await world.run('back', ['recover', world.service.url])).toMatchObject({ status: 2 });
    const ran = await world.run('back', ['recover', world.service.url, '--as', OWNER, '--json']);
    expect(ran.status).toBe(2);
    expect(JSON.parse(ran.out)).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('on standard input') },
    });
  });

  it('asks for the words in a terminal, and for a passphrase only when they are right', async () => {
    const words = await newKey();
    const asked: string[] = [];
    const typing = (...lines: string[]) => ({
      key: () => Promise.resolve(null),
      line: (prompt: string) => {
        asked.push(prompt);
        return Promise.resolve(lines.shift() ?? null);
      },
      close: () => undefined,
    });
    const args = ['recover', world.service.url, '--as', OWNER];
    const wrong = await world.run('back', args, { keyboard: typing(newRecoveryWords(), 'no') });
    expect(wrong).toMatchObject(NO_SUCH_KEY);
    const given = await world.run('back', args, { keyboard: typing() });
    expect(given).toMatchObject({ status: 2, note: expect.stringContaining('the key was not used') });
    expect(asked).toEqual(Array(2).fill('Recovery key (twelve words): '));
    expect(await world.run('back', args, { keyboard: typing(words, 'no') })).toMatchObject({ status: 0 });
  });
});

describe('latchkey recovery-key', () => {
  it('tells the words once, and everybody that there are others', async () => {
    await world.join('dev');
    const told = await world.run('owner', ['recovery-key']);
    expect(told).toMatchObject({ status: 0, out: '' });
    const [, words = ''] = /^Recovery key: (.+)\n/.exec(told.note) ?? [];
    expect(words.split(' ')).toHaveLength(12);
    const history = (await world.run('dev', ['history'])).out;
    expect(history).toContain('made another recovery key');
    expect(history).not.toContain(words);
  });

  it('is for owners', async () => {
    await world.join('dev');
    expect(await world.run('dev', ['recovery-key'])).toMatchObject({
      ...{ status: 3, out: '', note: expect.stringContaining('Only owners') },
    });
  });
});

it('every other device is told of both as they happen', async () => {
  await world.join('dev');
  const { code } = await world.json<{ code: string }>('owner', ['invite', OWNER]);
  await world.json('second', ['join', world.service.url, code]);
  const shown = { owner: '', dev: '' };
  const stop = new AbortController();
  const watching = (['owner', 'dev'] as const).map((person) => {
    const write = (text: string): void => void (shown[person] += text);
    const words = ['watch', '--no-notify'];
    return world.run(person, words, { out: write, note: write, stop: stop.signal });
  });
  // Who watches is told what happens from a moment on that nobody sees.
  let words = '';
  const made = 'made another recovery key';
  await until(async () => {
    words = await newKey('second');
    return shown.owner.includes(made) && shown.dev.includes(made);
  });
  await recover('back', words);
  for (const person of ['owner', 'dev'] as const) {
    await until(() => shown[person].includes('came back with the recovery key'));
    expect(shown[person]).toContain('somebody else has their place');
  }
  stop.abort();
  await Promise.all(watching);
});
