import { inWords } from '../../support/in-words.ts';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { expect, test } from 'vitest';
import type { Handlers } from '../../../main/ipc/handlers.ts';
import { registerIpc } from '../../../main/ipc/register-ipc.ts';
import { ipcInputs } from '../../../shared/contract/ipc.ts';
import { ok } from '../../../shared/lib/result.ts';
import { wordsIn } from '../../../shared/words/words.ts';

type Listener = (event: IpcMainInvokeEvent, channel: unknown, payload: unknown) => Promise<unknown>;

/** The door that a window calls, before handlers that answer each channel. */
function door(isTrusted = true): (channel: string, payload: unknown) => Promise<unknown> {
  let listener: Listener | null = null;
  const ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'> = {
    handle: (_name, given) => void (listener = given as Listener),
    removeHandler: () => undefined,
  };
  const handlers = Object.fromEntries(
    Object.keys(ipcInputs).map((channel) => [channel, () => Promise.resolve(ok(channel))]),
  );
  registerIpc({
    words: () => wordsIn('en'),
    ipcMain: ipcMain as IpcMain,
    handlers: handlers as unknown as Handlers,
    isTrusted: () => isTrusted,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return async (channel, payload) => listener?.({} as IpcMainInvokeEvent, channel, payload);
}

test.each([
  ['org.create', {}],
  ['devices.list', 'something'],
  ['devices.rename', { deviceId: 'd', name: '' }],
  ['devices.remove', { deviceId: 'd', reason: 'x'.repeat(100_000), evenLast: false }],
])('what cannot be meant is refused in a sentence where the channel answers: %s', async (channel, input) => {
  expect(await door()(channel, input)).toMatchObject({
    ...{ ok: false, error: { code: 'badInput', told: inWords(/\.$/) } },
  });
});

test('and is a fault where it does not', async () => {
  await expect(door()('app.open', { what: 'everything' })).rejects.toThrow();
});

test('nobody else is heard, and no other channel', async () => {
  await expect(door(false)('devices.list', undefined)).rejects.toThrow('This sender is not known.');
  await expect(door()('toString', undefined)).rejects.toThrow('There is no such channel.');
  expect(await door()('devices.list', undefined)).toEqual(ok('devices.list'));
});
