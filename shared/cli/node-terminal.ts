import { fstatSync } from 'node:fs';
import { getEventListeners } from 'node:events';
import { createInterface, emitKeypressEvents, type Interface, type Key } from 'node:readline';
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

/** So many lines may be typed before anybody asks for them. */
const MOST_EARLY = 8;

/**
 * Lines that nobody sees, from the first one that is asked for until `close`: also what is typed while the last one is looked
 * at, which takes its time. A whole line that comes before it is asked for answers the next question, as in every terminal.
 */
class HiddenLines {
  readonly #lines: Interface;
  readonly #early: string[] = [];
  #take: ((line: string | null) => void) | null = null;

  constructor(interrupt: () => void) {
    // Readline edits a hidden line all the same, in raw mode, so that the terminal shows nothing either.
    this.#lines = createInterface({
      input: process.stdin,
      output: nowhere(),
      ...{ terminal: true, historySize: 0 },
    });
    this.#lines.on('line', (line) => {
      if (this.#take) this.#take(line);
      else if (this.#early.length < MOST_EARLY) this.#early.push(line);
    });
    this.#lines.on('SIGINT', () => (this.#take ? this.#take(null) : interrupt()));
    this.#lines.on('close', () => this.#take?.(null));
  }

  next(prompt: string, signal: AbortSignal): Promise<string | null> {
    process.stderr.write(prompt);
    return new Promise((resolve) => {
      const giveUp = (): void => this.#take?.(null);
      this.#take = (line) => {
        this.#take = null;
        // Who is not asked any more is not waited for: see `stop`.
        signal.removeEventListener('abort', giveUp);
        process.stderr.write('\n');
        resolve(line);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      const early = this.#early.shift();
      if (early !== undefined) this.#take(early);
    });
  }

  close(): void {
    this.#lines.close();
  }
}

/** Asks at the terminal. `interrupt`: Ctrl+C was pressed where it is no signal. */
export function nodeKeyboard(interrupt: () => void): Keyboard {
  const { stdin, stderr } = process;
  let hidden: HiddenLines | null = null;
  const show = (): void => {
    hidden?.close();
    hidden = null;
  };
  return {
    key(signal) {
      show();
      return new Promise((resolve) => {
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
      });
    },
    async line(prompt, signal, echo) {
      if (signal.aborted) return null;
      if (echo === 'hidden') return (hidden ??= new HiddenLines(interrupt)).next(prompt, signal);
      show();
      return new Promise((resolve) => {
        const lines = createInterface({ input: stdin, output: stderr });
        const close = (): void => lines.close();
        lines.on('close', () => {
          // Who is not asked any more is not waited for: see `stop`.
          signal.removeEventListener('abort', close);
          resolve(null);
        });
        lines.on('SIGINT', close);
        signal.addEventListener('abort', close, { once: true });
        lines.question(prompt, { signal }, (text) => {
          resolve(text);
          lines.close();
        });
      });
    },
    close() {
      show();
      stdin.pause();
    },
  };
}
