import { describe, expect, test } from 'vitest';
import { createSecretClipboard } from '../../../main/credentials/secret-clipboard.ts';
import { durationMs } from '../../../shared/lib/time.ts';
import { ManualClock } from '../../fakes/manual-clock.ts';

/** Electron's clipboard by version: the stand-in of the tests has the first, what is released the second. */
const CLIPBOARDS = {
  'on Electron 33, which answers at once': <T>(value: T): T | Promise<T> => value,
  'on Electron 44 and later, which promises to answer': <T>(value: T): T | Promise<T> =>
    new Promise((resolve) => setImmediate(() => resolve(value))),
};

/** Until all that is promised at once is kept. */
const settled = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe.each(Object.entries(CLIPBOARDS))('%s:', (_version, answer) => {
  function board() {
    let text = '';
    const clock = new ManualClock();
    const native = {
      readText: () => answer(text),
      writeText: (value: string) => answer((text = value)),
      clear: () => answer((text = '')),
    };
    return { clock, native, text: () => text, secrets: createSecretClipboard(native, clock) };
  }

  test('a secret is cleared after 60 seconds', async () => {
    const { clock, secrets, text } = board();
    const clearsAt = await secrets.copy('s3cret');
    expect(clearsAt - clock.now()).toBe(60_000);
    for (const ms of [30_000, 29_999]) {
      await clock.advance(durationMs(ms));
      await settled();
      expect(text()).toBe('s3cret');
    }
    await clock.advance(durationMs(1));
    await settled();
    expect(text()).toBe('');
  });

  test('what was copied meanwhile stays', async () => {
    const { clock, native, secrets, text } = board();
    await secrets.copy('s3cret');
    native.writeText('a shopping list');
    for (let index = 0; index < 3; index += 1) {
      await clock.advance(durationMs(30_000));
      await settled();
    }
    expect(text()).toBe('a shopping list');
  });

  test('a second copy starts its own minute', async () => {
    const { clock, secrets, text } = board();
    await secrets.copy('one');
    await clock.advance(durationMs(30_000));
    await settled();
    await secrets.copy('two');
    await clock.advance(durationMs(30_000));
    await settled();
    expect(text()).toBe('two');
  });

  test('quitting clears at once', async () => {
    const { secrets, text } = board();
    await secrets.copy('s3cret');
    await secrets.stop();
    expect(text()).toBe('');
  });
});
