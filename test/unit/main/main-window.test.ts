import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { expect, test } from 'vitest';
import { createMainWindow } from '../../../main/windows/main-window.ts';

/** As much of a window as it takes to be opened. */
class FakeWindow extends EventEmitter {
  readonly sent: unknown[][] = [];
  readonly webContents = Object.assign(new EventEmitter(), {
    isLoading: () => true,
    send: (...message: unknown[]) => void this.sent.push(message),
  });
  loadURL = async (): Promise<void> => undefined;
  destroy(): void {}
}

function makeWindow(whileMaking: () => void = () => undefined) {
  const made: FakeWindow[] = [];
  const window = createMainWindow({
    make: () => {
      const next = new FakeWindow();
      made.push(next);
      whileMaking();
      return next as unknown as BrowserWindow;
    },
    ...{ place: null, onPlace: () => undefined, onShown: () => undefined },
  });
  return { window, made };
}

test('who opens the window while it is being made gets the same one, at the view that was asked for last', () => {
  let isAskedAgain = false;
  const { window, made } = makeWindow(() => {
    if (isAskedAgain) return;
    isAskedAgain = true;
    window.open({ view: 'history', requestId: null });
  });
  window.open({ view: 'inbox', requestId: null });
  expect(made).toHaveLength(1);
  made[0]?.webContents.emit('did-finish-load');
  expect(made[0]?.sent).toEqual([['latchkey:navigate', { view: 'history', requestId: null }]]);
});

test('a window that could not be made is made when it is opened again', () => {
  let isFirst = true;
  const { window, made } = makeWindow(() => {
    if (!isFirst) return;
    isFirst = false;
    throw new Error('no window now');
  });
  expect(() => window.open(null)).toThrow('no window now');
  window.open(null);
  expect(made).toHaveLength(2);
});
