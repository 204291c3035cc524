import { fstatSync } from 'node:fs';
import { getEventListeners } from 'node:events';
import { createInterface, emitKeypressEvents, type Key } from 'node:readline';
import { Writable } from 'node:stream';
import { stderrLog } from '../system/log-sinks.ts';
import { systemClock } from '../system/system-clock.ts';
import { nodeOutput } from './node-output.ts';
import type { Keyboard, PipedInput, World } from './terminal.ts';

/** As shells tell of it: 128 and the number of the signal. */
const STOPPED_BY = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

/** The terminal that this process was started in. */
export function nodeTerminal(): World {
  const stop = new AbortController();
  const { stdin, stdout } = process;
  for (const [signal, status] of STOPPED_BY)
    process.on(signal, () => {
      // Where nothing waits for it there is nothing to finish, and the second one means it.
      const isAwaited =
        getEventListeners(stop.signal, 'abort').length > 0 || process.listenerCount(signal) > 1;
      if (stop.signal.aborted || !isAwaited) process.exit(status);
      stop.abort(signal);
    });
  return {
    environment: process.env,
    clock: systemClock,
    ...nodeOutput(process, () => stop.abort('stdout')),
    tell: (text) => stderrLog().write(text),
    columns: stdout.isTTY ? stdout.columns : null,
    stop: stop.signal,
    keyboard: stdin.isTTY ? nodeKeyboard(() => stop.abort('SIGINT')) : null,
    piped: isPiped() ? pipedInput : null,
  };
}

/** Whether stdin is something that was put there to be read: a pipe, a socket or a file, and not a device. */
function isPiped(): boolean {
  try {
    const stats = fstatSync(0);
    return stats.isFIFO() || stats.isSocket() || stats.isFile();
  } catch {
    // There is none at all.
    return false;
  }
}

const pipedInput: PipedInput = {
  async read(max) {
    let text = '';
    process.stdin.setEncoding('utf8');
    for await (const part of process.stdin) {
      text += String(part);
      if (text.length > max) break;
    }
    return text.slice(0, max + 1);
  },
};

/** What is typed there is seen by nobody. */
const nowhere = (): Writable => new Writable({ write: (_text, _encoding, taken) => taken() });

function nodeKeyboard(interrupt: () => void): Keyboard {
  const { stdin, stderr } = process;
  return {
    key: (signal) =>
      new Promise((resolve) => {
        const done = (key: string | null): void => {
          stdin.off('keypress', onKey);
          signal.removeEventListener('abort', onAbort);
          stdin.setRawMode(false);
          stdin.pause();
          resolve(key);
        };
        const onAbort = (): void => done(null);
        const onKey = (text: string | undefined, key: Key): void => {
          if (key.ctrl && key.name === 'c') interrupt();
          done(key.ctrl ? null : (text ?? null));
        };
        if (signal.aborted) return resolve(null);
        emitKeypressEvents(stdin);
        stdin.setRawMode(true);
        stdin.resume();
        stdin.on('keypress', onKey);
        signal.addEventListener('abort', onAbort, { once: true });
      }),
    line: (prompt, signal, echo) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(null);
        // Readline edits a hidden line all the same, in raw mode, so that the terminal shows nothing either.
        const shown = echo === 'hidden' ? { output: nowhere(), terminal: true, historySize: 0 } : {};
        if (echo === 'hidden') stderr.write(prompt);
        const lines = createInterface({ input: stdin, output: stderr, ...shown });
        const close = (): void => lines.close();
        lines.on('close', () => {
          // Who is not asked any more is not waited for: see `stop`.
          signal.removeEventListener('abort', close);
          if (echo === 'hidden') stderr.write('\n');
          resolve(null);
        });
        lines.on('SIGINT', close);
        signal.addEventListener('abort', close, { once: true });
        lines.question(prompt, { signal }, (text) => {
          resolve(text);
          lines.close();
        });
      }),
    close: () => void stdin.pause(),
  };
}
