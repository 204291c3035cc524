import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A pipe that is open at its other end, and full: nobody reads it, so far. */
export class UnreadPipe {
  /** For a process to write to. */
  readonly end: number;
  readonly #reader: number;
  #text = '';

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-pipe-'));
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    this.#reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    // A description of its own, that waits: whether its writer does is the writer's affair.
    this.end = openSync(path, constants.O_WRONLY);
    const filler = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    rmSync(folder, { recursive: true });
    try {
      for (;;) writeSync(filler, '\n');
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EAGAIN') throw fault;
    }
    closeSync(filler);
  }

  /** From now on somebody reads it. */
  read(): void {
    closeSync(this.end);
    new Socket({ fd: this.#reader, writable: false })
      .setEncoding('utf8')
      .on('data', (text: string) => (this.#text += text));
  }

  /** The lines that were read so far. */
  lines(): Record<string, unknown>[] {
    const whole = this.#text.slice(0, this.#text.lastIndexOf('\n') + 1).split('\n');
    return whole.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
