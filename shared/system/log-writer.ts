import { durationMs, type DurationMs } from '../lib/time.ts';
import { systemClock } from './system-clock.ts';

/** Where the lines of a log end up. */
export interface LogSink {
  /** Writes all of it, however long that takes. Rejects when it could not be, with `WrittenInPart` where some of it was. */
  append(text: string): Promise<void>;
  /** At the end of the process: as much of it as can be written without waiting. */
  appendNow(text: string): void;
}

/** The first `bytes` bytes of a text were written, as UTF-8, and no more. What comes next begins on a line of its own. */
export class WrittenInPart extends Error {
  readonly bytes: number;

  constructor(bytes: number, fault: unknown) {
    super(`only ${bytes} bytes were written`, { cause: fault });
    this.bytes = bytes;
  }
}

export interface LogWriter {
  /** Takes a line, with its line break. Never waits and never throws. */
  write(line: string): void;
  /** Waits until all of it is written, but no longer than a moment. */
  settled(): Promise<void>;
  /** Writes what waits as far as that goes at once: the process ends. */
  flush(): void;
}

/** So much may wait to be written, in UTF-16 units: what comes on top of it is lost. */
const MOST_WAITING = 1_000_000;
/** Who reads the log may be slow; who does not read it in this time does not read it. */
const SETTLED_WITHIN_MS: DurationMs = durationMs(500);

/**
 * Takes the lines of a log. Nothing waits for a log: no deadline, no answer, and no end of a process.
 *
 * 1. At most one write is under way, and what waits for it is bounded: a log that nobody reads costs this much memory, and
 *    at most one thread of Node's pool.
 * 2. Lines that had to be dropped, or could not be written, are counted, and the log says so when writing goes on.
 */
export function logWriter(sink: LogSink): LogWriter {
  let waiting: string[] = [];
  let size = 0;
  let lost = 0;
  let underWay: Promise<void> | null = null;

  const take = (): { lines: readonly string[]; said: number; text: string } => {
    const taken = { lines: waiting, said: lost, text: waiting.join('') };
    [waiting, size] = [[], 0];
    return lost === 0 ? taken : { ...taken, text: `${taken.text}${lossLine(lost)}` };
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const { lines, said, text } = take();
      try {
        await sink.append(text);
        lost -= said;
      } catch (fault) {
        // A disk without room, for example: the next line is tried again.
        lost += lines.length - (fault instanceof WrittenInPart ? wholeLines(lines, fault.bytes) : 0);
      }
    }
    underWay = null;
  };
  return {
    write(line) {
      if (size + line.length > MOST_WAITING) {
        lost += 1;
        return;
      }
      waiting.push(line);
      size += line.length;
      underWay ??= writeAll();
    },
    async settled() {
      const ended = new AbortController();
      await Promise.race([underWay, systemClock.sleep(SETTLED_WITHIN_MS, ended.signal)]);
      ended.abort();
    },
    flush() {
      if (waiting.length === 0) return;
      try {
        sink.appendNow(take().text);
      } catch {
        // Nobody reads it, or there is no room.
      }
    },
  };
}

/** How many of them the first `bytes` bytes hold; one without its line break, which comes with the next, is whole. */
function wholeLines(lines: readonly string[], bytes: number): number {
  let end = 0;
  const cut = lines.findIndex((line) => {
    end += Buffer.byteLength(line);
    return end - 1 > bytes;
  });
  return cut < 0 ? lines.length : cut;
}

/** In the log itself, in the place of what is missing. */
function lossLine(lost: number): string {
  const msg = 'Lines of this log were lost: they could not be written.';
  return `${JSON.stringify({ level: 'warn', time: systemClock.now(), msg, lost })}\n`;
}
